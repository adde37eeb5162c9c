"""Everything the bot is shown, in the JSON shapes of the Bot API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.model import Chat, Json, Keyboard, Message, Person, Press, StoredFile
from bot.sandbox.updates import Updates


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's own account."""

    id: int
    name: str
    username: str

    def json(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


def me(account: Account) -> Json:
    return account.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def user(person: Person) -> Json:
    shown: Json = {"id": person.id, "is_bot": False, "first_name": person.name}
    if person.username:
        shown["username"] = person.username
    if person.language_code:
        shown["language_code"] = person.language_code
    return shown


def chat(one: Chat, people: Mapping[int, Person]) -> Json:
    if one.type != "private":
        return {"id": one.id, "type": one.type, "title": one.title}
    person = people[one.id]
    shown: Json = {"id": one.id, "type": "private", "first_name": person.name}
    return shown | ({"username": person.username} if person.username else {})


def full_chat(one: Chat, people: Mapping[int, Person]) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return chat(one, people) | {"accent_color_id": one.id % 7, "max_reaction_count": 11, "accepted_gift_types": gifts}


def keyboard(rows: Keyboard) -> Json:
    return {"inline_keyboard": [[button.json() for button in row] for row in rows]}


def file(stored: StoredFile) -> Json:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


def photo(stored: StoredFile) -> list[Json]:
    return [
        {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(stored.content),
            "width": stored.width,
            "height": stored.height,
        }
    ]


def document(stored: StoredFile) -> Json:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_name": stored.name,
        "mime_type": stored.mime,
    }


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes messages; it needs the account, the people, and a way to look up the message replied to."""

    account: Account
    people: Mapping[int, Person]
    find: Callable[[int, int], Message | None]

    def message(self, one: Message, *, follow_reply: bool = True) -> Json:
        shown: Json = {
            "message_id": one.message_id,
            "date": int(one.at.timestamp()),
            "chat": chat(one.chat, self.people),
            "from": user(one.sender) if one.sender else self.account.json(),
        }
        if one.edited_at:
            shown["edit_date"] = int(one.edited_at.timestamp())
        if one.keyboard:
            shown["reply_markup"] = keyboard(one.keyboard)
        if one.via_bot:
            shown["via_bot"] = self.account.json()
        if one.protected:
            shown["has_protected_content"] = True
        if follow_reply and one.reply_to and (replied := self.find(one.chat.id, one.reply_to)):
            shown["reply_to_message"] = self.message(replied, follow_reply=False)
        return shown | self._content(one)

    def _content(self, one: Message) -> Json:
        shown: Json = {}
        if one.photo:
            shown["photo"] = photo(one.photo)
        if one.document:
            shown["document"] = document(one.document)
        text, entities = ("caption", "caption_entities") if one.media else ("text", "entities")
        if one.text:
            shown[text] = one.text
        if one.entities:
            shown[entities] = [entity.json() for entity in one.entities]
        return shown

    def press(self, one: Press) -> Json:
        """A callback query; a message that is gone is shown as inaccessible, with date 0."""
        found = self.find(one.chat.id, one.message_id)
        gone: Json = {"message_id": one.message_id, "chat": chat(one.chat, self.people), "date": 0}
        return {
            "id": one.id,
            "from": user(one.person),
            "chat_instance": str(-one.chat.id * 7919),
            "message": self.message(found) if found else gone,
            "data": one.data,
        }

    def membership(self, person: Person, one: Chat, *, old: str, new: str, date: int) -> Json:
        def member(status: str) -> Json:
            shown: Json = {"user": self.account.json(), "status": status}
            return shown | ({"until_date": 0} if status == "kicked" else {})

        return {
            "chat": chat(one, self.people),
            "from": user(person),
            "date": date,
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }


def webhook_info(updates: Updates) -> Json:
    hook = updates.webhook
    shown: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.waiting),
    }
    if hook:
        shown |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if hook and updates.last_error:
        shown |= {
            "last_error_date": int(updates.last_error[0].timestamp()),
            "last_error_message": updates.last_error[1],
        }
    if updates.allowed is not None:
        shown["allowed_updates"] = sorted(updates.allowed)
    return shown
