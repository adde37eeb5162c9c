"""A Telegram of its own on this machine: the unchanged bot talks to it, in process or over loopback HTTP.

`telegram.Telegram` is the whole of it, in memory and without I/O. `request.SandboxRequest` is the door for tests,
`server.serve` the door for the demo. Nothing here is imported by the bot when it runs with a real token.
"""
