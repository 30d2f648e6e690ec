package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import posthouse.imap.MessageThread.Mail;
import posthouse.mailbox.Account;
import posthouse.mailbox.BaseSubject;
import posthouse.mailbox.View;
import posthouse.mime.Headers;

/// THREAD and UID THREAD (RFC 5256 §3). Of the messages nothing but their headers is read.
final class Threading {
    /// References of one message that are looked at: the last ones.
    static final int REFERENCES_MAX = 1_000;

    private final Account account;
    private final View view;
    private final Searching searching;

    Threading(Account account, Selected selected, Searching searching) {
        this.account = account;
        this.searching = searching;
        view = selected.view();
    }

    /// The threads as the answer has them; empty where there are none.
    String run(ImapCommand.ThreadMessages command) throws IOException, Refused {
        var mails = new ArrayList<Mail>();
        for (long number : searching.find(command.key())) {
            mails.add(mail((int) number));
            searching.progress().step();
        }
        var threads = command.byReferences() ? ReferenceThreads.of(mails) : bySubject(mails);
        return MessageThread.written(threads, number -> command.uid() ? view.uid(number) : number);
    }

    private Mail mail(int number) {
        var message = new Candidate(account, number, view.placement(number));
        var headers = message.headers();
        var subject = BaseSubject.of(headers.first("Subject").orElse(""));
        var ids = ids(headers, "Message-ID");
        return new Mail(
                number,
                message.sentAt().getEpochSecond(),
                Casemap.fold(subject.text()),
                subject.reply(),
                ids.isEmpty() ? "" : ids.getFirst(),
                references(headers));
    }

    /// References, or else the first id in In-Reply-To.
    private static List<String> references(Headers headers) {
        var references = ids(headers, "References");
        if (!references.isEmpty()) {
            int size = references.size();
            return references.subList(Math.max(0, size - REFERENCES_MAX), size);
        }
        return ids(headers, "In-Reply-To").stream().limit(1).toList();
    }

    /// What stands between angle brackets (RFC 5322 §3.6.4), without white space.
    private static List<String> ids(Headers headers, String name) {
        String value = headers.first(name).orElse("");
        var ids = new ArrayList<String>();
        int start = value.indexOf('<');
        while (start >= 0) {
            int end = value.indexOf('>', start);
            if (end < 0) {
                break;
            }
            String id = value.substring(start + 1, end).replace(" ", "").replace("\t", "");
            if (!id.isEmpty()) {
                ids.add(id);
            }
            start = value.indexOf('<', end);
        }
        return ids;
    }

    /// ORDEREDSUBJECT: the oldest message of a subject, and the others as answers to it.
    static List<MessageThread> bySubject(List<Mail> mails) {
        var sorted = new ArrayList<>(mails);
        sorted.sort(Mail.BY_DATE);
        var threads = new LinkedHashMap<String, MessageThread>();
        for (Mail mail : sorted) {
            var known = threads.get(mail.subject());
            if (known == null) {
                threads.put(mail.subject(), MessageThread.of(mail));
            } else {
                known.add(MessageThread.of(mail));
            }
        }
        return new ArrayList<>(threads.values());
    }
}
