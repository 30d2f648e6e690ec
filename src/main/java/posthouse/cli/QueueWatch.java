package posthouse.cli;

import java.util.List;
import posthouse.journal.Event;
import posthouse.journal.Kind;
import posthouse.journal.Notes;
import posthouse.queue.Answer;
import posthouse.queue.Mail;
import posthouse.queue.To;
import posthouse.queue.Watcher;

/// Takes down in the journal what becomes of mail in the queue.
record QueueWatch(Notes journal) implements Watcher {
    @Override
    public void queued(Mail mail, List<To> recipients) {
        note(Kind.QUEUED, mail, recipients);
    }

    @Override
    public void delivered(Mail mail, To to, Answer answer, boolean relayed) {
        note(relayed ? Kind.SENT : Kind.DELIVERED, mail, to, answer);
    }

    @Override
    public void delayed(Mail mail, To to, Answer answer) {
        note(Kind.DELAYED, mail, to, answer);
    }

    @Override
    public void failed(Mail mail, To to, Answer answer) {
        note(Kind.FAILED, mail, to, answer);
    }

    @Override
    public void reported(Mail mail, Mail report) {
        journal.note(
                event(Kind.REPORTED, mail)
                        .to(List.of(mail.reversePath().toString()))
                        .saying("as " + report.id()));
    }

    @Override
    public void stopped(Mail mail, boolean stopped) {
        journal.note(event(stopped ? Kind.HELD : Kind.RELEASED, mail));
    }

    @Override
    public void dropped(Mail mail, List<To> recipients) {
        note(Kind.DROPPED, mail, recipients);
    }

    private void note(Kind kind, Mail mail, List<To> recipients) {
        journal.note(
                event(kind, mail).to(recipients.stream().map(it -> it.path().toString()).toList()));
    }

    private void note(Kind kind, Mail mail, To to, Answer answer) {
        journal.note(
                event(kind, mail)
                        .to(List.of(to.path().toString()))
                        .by(answer.host(), answer.security())
                        .saying(text(answer)));
    }

    /// As the other server has said it; where it was not that, with the status alone.
    private static String text(Answer answer) {
        String code = answer.code() > 0 ? answer.code() + " " : "";
        return code + answer.status() + " " + answer.text();
    }

    private static Event event(Kind kind, Mail mail) {
        return Event.of(kind, mail.id())
                .from(mail.reversePath().toString())
                .messageId(mail.messageId());
    }
}
