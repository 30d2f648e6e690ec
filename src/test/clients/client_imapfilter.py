"""imapfilter: rules by sender, subject, size and flags that move, copy, flag and delete."""

import messages
from programs import run, write
from wire import Imap

RULES = """
options.timeout = 60
options.create = true
options.subscribe = true
options.starttls = false
account = IMAP {{ server = '{host}', port = {port}, username = '{user}', password = '{password}' }}

all = account.INBOX:select_all()
print('all', #all)
attached = account.INBOX:contain_subject('attachment')
attached:move_messages(account['Files/2026'])
eight = account.INBOX:contain_body('Ελλάδα')
eight:mark_flagged()
eight:add_flags({{ 'greek' }})
long = account.INBOX:is_larger(1000) * account.INBOX:is_unseen() * account.INBOX:contain_from('someone@elsewhere')
long:copy_messages(account['Archive'])
long:mark_seen()
dots = account.INBOX:match_subject('^plain imapfilter-d')
dots:delete_messages()
rest = account.INBOX:is_recent() + account.INBOX:is_newer(5000)
print('rest', #rest)
found = account['Files/2026']:match_header('(?m)^Message-ID: <imapfilter-attached')
print('found', #found)
exists, unseen = account.INBOX:check_status()
print('status', exists)
mailboxes = account:list_all()
table.sort(mailboxes)
print('mailboxes', table.concat(mailboxes, ' '))
"""


def test_imapfilter_rules(server, folder):
    account = server.fresh()
    server.deliver(account, *messages.varied("imapfilter"))
    host, port = server.endpoint("imap", "starttls")
    rules = write(folder, "rules.lua", RULES.format(host=host, port=port, user=account.address, password=account.password))
    said = run("imapfilter", "-c", rules, env={"HOME": folder}, seconds=120).decode()
    for line in ("all\t5", "rest\t3", "found\t1", "status\t3"):
        assert line in said, said
    assert "mailboxes\tArchive Drafts Files INBOX Junk Sent Trash" in said, said

    with Imap(server, account) as imap:
        assert imap.select() == 3
        subjects = {}
        for pieces in imap.ask("FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])"):
            subjects[pieces[1].strip().decode()] = pieces[0] + pieces[2]
        assert set(subjects) == {"Subject: plain imapfilter-plain", "Subject: eight bits imapfilter-eight_bit",
                                 "Subject: plain imapfilter-long_line"}, subjects
        greek = subjects["Subject: eight bits imapfilter-eight_bit"]
        assert b"\\Flagged" in greek and b"greek" in greek, subjects
        assert b"\\Seen" in subjects["Subject: plain imapfilter-long_line"], subjects
        assert b"\\Seen" not in subjects["Subject: plain imapfilter-plain"], subjects
        assert imap.select("Files/2026") == 1
        assert imap.select("Archive") == 1
        assert any(b"Files/2026" in line[0] for line in imap.ask('LSUB "" "*"')), "the new mailbox is not subscribed"
