package posthouse.smtp.server;

import java.io.IOException;
import posthouse.smtp.SmtpReply;

/// Ends the conversation with a last reply, from wherever it is thrown.
final class Farewell extends IOException {
    private static final long serialVersionUID = 1;

    private final transient SmtpReply reply;

    Farewell(SmtpReply reply) {
        super(reply.toString());
        this.reply = reply;
    }

    SmtpReply reply() {
        return reply;
    }
}
