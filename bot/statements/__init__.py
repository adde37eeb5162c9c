"""Statements as files: sealed into their person's chain, signed, drawn as CSV, XLSX and PDF, and checked again.

    key = desk_key(folder)                                            # key_file: made on the first start
    sealed = seal(statement, previous=FIRST, key=key)                 # sealing: then previous=sealed.hash
    canonical(statement) -> bytes, read_canonical(bytes) -> Statement # canonical: what is hashed, and back
    csv_file(sealed, t) -> bytes                                      # csv_file: always there
    xlsx_file(sealed, t, key=key) -> bytes                            # xlsx_file: extra `xlsx`, else ExtraMissing
    pdf_file(sealed, t, key=key) -> bytes                             # pdf_file: extra `pdf`, else ExtraMissing
    check(content, key=None) -> Genuine | Changed | NotAStatement     # verifying: needs no desk

`t` is the reader's `Words`; times are shown in its zone. `issuing` alone reads the journal and `chain` the notes; the
rest knows values and bytes, and no clock.
"""
