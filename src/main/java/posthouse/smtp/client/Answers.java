package posthouse.smtp.client;

import posthouse.queue.Answer;
import posthouse.smtp.SmtpReply;
import posthouse.time.Clock;

/// Makes what a server has said, or what happened, an [Answer].
final class Answers {
    /// Characters that are kept of what a server says.
    static final int TEXT_CHARACTERS_MAX = 1000;

    private Answers() {}

    static Answer of(Clock clock, Target target, String security, SmtpReply reply) {
        String status = reply.enhanced().isEmpty() ? reply.code() / 100 + ".0.0" : reply.enhanced();
        String text = String.join(" ", reply.lines()).replaceAll("\\p{Cntrl}", "?");
        return new Answer(
                clock.now(),
                target.toString(),
                security,
                reply.code(),
                status,
                text.substring(0, Math.min(text.length(), TEXT_CHARACTERS_MAX)));
    }

    /// Where nobody has said anything.
    static Answer unsaid(Clock clock, String host, String status, String text) {
        return new Answer(clock.now(), host, "", 0, status, text);
    }
}
