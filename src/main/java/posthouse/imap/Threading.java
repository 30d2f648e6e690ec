package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import posthouse.imap.MessageThread.Mail;
import posthouse.mailbox.Account;
import posthouse.mailbox.BaseSubject;
import posthouse.mailbox.View;
import posthouse.mime.EnvelopeFields.Field;
import posthouse.mime.Headers;

/// THREAD and UID THREAD (RFC 5256 §3). Of the messages nothing but their headers is read.
final class Threading {
    /// References of one message that are looked at: the last ones.
    static final int REFERENCES_MAX = 1_000;

    /// Memory that a message takes but for its subject, with what it refers to and without.
    private static final int TIED_OCTETS = 150;

    private static final int MAIL_OCTETS = 100;

    private final Account account;
    private final View view;
    private final Searching searching;
    private final Map<String, String> subjects = new HashMap<>();

    Threading(Account account, Selected selected, Searching searching) {
        this.account = account;
        this.searching = searching;
        view = selected.view();
    }

    /// The threads as the answer has them; empty where there are none.
    String run(ImapCommand.ThreadMessages command) throws IOException, Refused {
        long[] found = searching.find(command.key());
        int each = command.byReferences() ? TIED_OCTETS : MAIL_OCTETS;
        try (var place = SortingRoom.HEAP.enter(found.length, each)) {
            var threads =
                    command.byReferences()
                            ? byReferences(found, place)
                            : bySubject(mails(found, place));
            return MessageThread.written(
                    threads, number -> command.uid() ? view.uid(number) : number);
        }
    }

    private List<MessageThread> byReferences(long[] found, SortingRoom.Place place)
            throws IOException, Refused {
        var threads = new ReferenceThreads();
        for (long number : found) {
            var message = message(number);
            var headers = message.headers();
            var ids = ids(headers, "Message-ID");
            String id = ids.isEmpty() ? "" : ids.getFirst();
            threads.add(new ReferenceThreads.Tied(mail(message, place), id, references(headers)));
            searching.progress().step();
        }
        return threads.threads();
    }

    private List<Mail> mails(long[] found, SortingRoom.Place place) throws IOException, Refused {
        var mails = new ArrayList<Mail>(found.length);
        for (long number : found) {
            mails.add(mail(message(number), place));
            searching.progress().step();
        }
        return mails;
    }

    private Candidate message(long number) {
        return new Candidate(account, (int) number, view.placement((int) number));
    }

    private Mail mail(Candidate message, SortingRoom.Place place) throws Refused {
        var subject = BaseSubject.of(message.envelope().text(Field.SUBJECT).orElse(""));
        String folded = Casemap.fold(subject.text());
        String known = subjects.putIfAbsent(folded, folded);
        if (known == null) {
            place.keep(folded);
        }
        return new Mail(
                message.number(),
                message.sentAt().getEpochSecond(),
                known == null ? folded : known,
                subject.reply());
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
                threads.put(mail.subject(), new MessageThread(mail));
            } else {
                known.add(new MessageThread(mail));
            }
        }
        return new ArrayList<>(threads.values());
    }
}
