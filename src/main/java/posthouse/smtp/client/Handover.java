package posthouse.smtp.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import posthouse.address.Address;
import posthouse.mime.SevenBit;
import posthouse.queue.Answer;
import posthouse.queue.Consignment;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.smtp.Path;
import posthouse.smtp.SmtpCommand.Bdat;
import posthouse.smtp.SmtpCommand.Body;
import posthouse.smtp.SmtpCommand.Data;
import posthouse.smtp.SmtpCommand.Mail;
import posthouse.smtp.SmtpCommand.Rcpt;
import posthouse.smtp.SmtpReply;
import posthouse.smtp.Stuffing;
import posthouse.smtp.Xtext;
import posthouse.time.Clock;

/// One message handed over in a conversation: the mail transaction of RFC 5321 §3.3, in as few
/// round trips as the server allows (RFC 2920).
final class Handover {
    /// Octets of one chunk (RFC 3030 §2).
    static final int CHUNK_OCTETS = 256 * 1024;

    /// Header octets that are looked at for what needs SMTPUTF8.
    private static final int HEADER_OCTETS_MAX = 1024 * 1024;

    private final Conversation conversation;
    private final Consignment consignment;
    private final Clock clock;
    private final Offer offer;
    private final List<Optional<Result>> results = new ArrayList<>();
    private Supplier<InputStream> octets;
    private long length;
    private boolean heard;
    private boolean ended;
    private boolean lost;

    Handover(Conversation conversation, Consignment consignment, Clock clock) {
        this.conversation = conversation;
        this.consignment = consignment;
        this.clock = clock;
        offer = conversation.offer();
        octets = consignment.octets();
        length = consignment.length();
        consignment.recipients().forEach(_ -> results.add(Optional.empty()));
    }

    /// Hands it over, whatever comes of it.
    ///
    /// @return a result a recipient, in their order
    List<Result> run() {
        conversation.counted();
        try {
            refuseWhatCannotBe();
            if (isOpen()) {
                transact();
            }
        } catch (IOException failure) {
            conversation.broken();
            lost = true;
            settleOpen(broken(failure));
        }
        return results.stream().map(Optional::orElseThrow).toList();
    }

    /// Whether the server was there.
    boolean reached() {
        return heard || !lost;
    }

    /// Whether the conversation broke while it was certain that the server does not have the
    /// message: then another server may be asked at once.
    boolean lostEarly() {
        return lost && !ended;
    }

    private boolean isOpen() {
        return results.stream().anyMatch(Optional::isEmpty);
    }

    private void settleOpen(Result result) {
        results.replaceAll(it -> it.isEmpty() ? Optional.of(result) : it);
    }

    // What this server cannot take.

    private void refuseWhatCannotBe() throws IOException {
        if (!offer.has("SMTPUTF8")) {
            refuseUtf8();
        }
        if (isOpen() && !offer.has("8BITMIME")) {
            convert();
        }
        if (length > offer.sizeMax()) {
            settleOpen(
                    cannot(
                            "5.3.4",
                            "takes messages of up to "
                                    + offer.sizeMax()
                                    + " octets, and this one has "
                                    + length));
        }
    }

    /// Makes the message fit for who takes 7-bit data alone (RFC 6152 §3).
    private void convert() throws IOException {
        if (isSevenBit()) {
            return;
        }
        var converted = SevenBit.of(octets, consignment.headerLength());
        if (converted.obstacle().isPresent()) {
            settleOpen(
                    cannot(
                            "5.6.3",
                            "takes 7-bit data only, and the message cannot be converted: "
                                    + converted.obstacle().get().words()));
            return;
        }
        octets = converted::open;
        length = converted.length();
    }

    private boolean isSevenBit() throws IOException {
        try (InputStream in = octets.get()) {
            byte[] buffer = new byte[Wire.WRITE_OCTETS];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] < 0) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /// RFC 6531 §3.2, §3.5.
    private void refuseUtf8() throws IOException {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isEmpty() && needsUtf8(consignment.recipients().get(i).path())) {
                results.set(
                        i,
                        Optional.of(cannot("5.6.7", "does not take an address that needs UTF-8")));
            }
        }
        if (needsUtf8(consignment.mail().reversePath())) {
            settleOpen(cannot("5.6.7", "does not take a sender's address that needs UTF-8"));
        } else if (consignment.mail().smtpUtf8() && headerNeedsUtf8()) {
            settleOpen(cannot("5.6.7", "does not take header fields in UTF-8"));
        }
    }

    private static boolean needsUtf8(Path path) {
        return path instanceof Path.Mailbox(Address address) && address.needsUtf8();
    }

    private boolean needsUtf8() throws IOException {
        return consignment.mail().smtpUtf8()
                && (needsUtf8(consignment.mail().reversePath())
                        || consignment.recipients().stream().anyMatch(to -> needsUtf8(to.path()))
                        || headerNeedsUtf8());
    }

    private boolean headerNeedsUtf8() throws IOException {
        try (InputStream header = octets.get()) {
            var in = new java.io.BufferedInputStream(header);
            int lineLength = 0;
            for (int i = 0; i < HEADER_OCTETS_MAX; i++) {
                int octet = in.read();
                if (octet < 0 || octet == '\n' && lineLength == 0) {
                    return false;
                }
                if (octet >= 0x80) {
                    return true;
                }
                lineLength = octet == '\n' ? 0 : octet == '\r' ? lineLength : lineLength + 1;
            }
            return false;
        }
    }

    private Result cannot(String status, String what) {
        return new Result.Failed(answer(0, status, conversation.target().host() + " " + what));
    }

    // The transaction.

    private void transact() throws IOException {
        var asked = new ArrayList<Integer>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isEmpty()) {
                asked.add(i);
            }
        }
        boolean chunks = offer.has("CHUNKING");
        boolean accepted =
                offer.has("PIPELINING") ? envelopeAtOnce(asked, !chunks) : envelope(asked, !chunks);
        if (!accepted) {
            return;
        }
        SmtpReply reply = chunks ? sendInChunks() : sendAtOnce();
        settleOpen(result(reply));
        goneIf421(reply);
    }

    /// All commands, then all answers.
    ///
    /// @param withData whether DATA goes with them
    /// @return whether somebody is to get the message, and the server waits for it
    private boolean envelopeAtOnce(List<Integer> asked, boolean withData) throws IOException {
        var wire = conversation.wire();
        wire.say(mail());
        for (int i : asked) {
            wire.say(rcpt(i));
        }
        if (withData) {
            wire.say(new Data());
        }
        boolean sender = sender(hear("MAIL", conversation.timeouts().command()));
        for (int i : asked) {
            SmtpReply reply = hear("RCPT", conversation.timeouts().command());
            if (sender) {
                recipient(i, reply);
            }
        }
        if (withData) {
            return goesAhead(hear("DATA", conversation.timeouts().data()));
        }
        return isOpen() || resetAfterRefusal();
    }

    /// One command at a time.
    private boolean envelope(List<Integer> asked, boolean withData) throws IOException {
        var wire = conversation.wire();
        wire.say(mail());
        if (!sender(hear("MAIL", conversation.timeouts().command()))) {
            return resetAfterRefusal();
        }
        for (int i : asked) {
            wire.say(rcpt(i));
            recipient(i, hear("RCPT", conversation.timeouts().command()));
        }
        if (!isOpen()) {
            return resetAfterRefusal();
        }
        if (!withData) {
            return true;
        }
        wire.say(new Data());
        return goesAhead(hear("DATA", conversation.timeouts().data()));
    }

    private boolean resetAfterRefusal() throws IOException {
        if (!lost) {
            conversation.reset();
        }
        return false;
    }

    private Mail mail() throws IOException {
        var about = consignment.mail();
        boolean dsn = offer.has("DSN");
        return new Mail(
                about.reversePath(),
                offer.has("SIZE") ? OptionalLong.of(length) : OptionalLong.empty(),
                Optional.of(Body.EIGHT_BIT_MIME).filter(_ -> offer.has("8BITMIME")),
                offer.has("SMTPUTF8") && needsUtf8(),
                Optional.empty(),
                about.full().filter(_ -> dsn),
                about.envelopeId().filter(_ -> dsn),
                Optional.empty());
    }

    /// RFC 3461 §5.2.1; ORCPT in ASCII for who does not take UTF-8 (RFC 6533 §3).
    private Rcpt rcpt(int i) {
        To to = consignment.recipients().get(i);
        if (!offer.has("DSN")) {
            return new Rcpt(to.path());
        }
        var original = offer.has("SMTPUTF8") ? to.original() : to.original().map(Xtext::sevenBit);
        return new Rcpt(to.path(), to.wants(), original);
    }

    private SmtpReply hear(String to, Duration time) throws IOException {
        SmtpReply reply = conversation.wire().hear(to, time);
        heard |= reply.code() != 421; // It goes, and takes nothing (RFC 5321 §3.8).
        return reply;
    }

    private boolean sender(SmtpReply reply) {
        if (!reply.positive()) {
            settleOpen(result(reply));
            goneIf421(reply);
        }
        return reply.positive();
    }

    private void recipient(int i, SmtpReply reply) {
        if (!reply.positive()) {
            // Too many recipients, as some say it (RFC 5321 §4.5.3.1.10).
            var meant = reply.code() == 552 ? new SmtpReply(452, "4.5.3", reply.lines()) : reply;
            results.set(i, Optional.of(result(meant)));
            goneIf421(reply);
        }
    }

    private boolean goesAhead(SmtpReply reply) throws IOException {
        if (reply.code() != 354) {
            settleOpen(result(reply));
            goneIf421(reply);
            return resetAfterRefusal();
        }
        if (!isOpen()) {
            // It wants a message for nobody (RFC 2920 §3.1). An end that never comes is no message.
            conversation.broken();
        }
        return isOpen();
    }

    /// RFC 5321 §3.8.
    private void goneIf421(SmtpReply reply) {
        if (reply.code() == 421) {
            conversation.broken();
            lost = true;
        }
    }

    // The message.

    private SmtpReply sendAtOnce() throws IOException {
        var out = conversation.wire().out();
        var stuffing = new Stuffing(true);
        copy(stuffing, out);
        stuffing.end(out);
        ended = true;
        return hear("the end of the message", conversation.timeouts().end());
    }

    /// RFC 3030 §2. A chunk goes when it is full, the last one with what is left.
    private SmtpReply sendInChunks() throws IOException {
        var chunk = new Chunks();
        var stuffing = new Stuffing(false);
        copy(stuffing, chunk);
        if (chunk.refused.isPresent()) {
            return chunk.refused.get();
        }
        stuffing.end(chunk);
        ended = true;
        return chunk.send(true);
    }

    private void copy(Stuffing stuffing, OutputStream out) throws IOException {
        try (InputStream in = octets.get()) {
            byte[] buffer = new byte[Wire.WRITE_OCTETS];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                stuffing.write(buffer, 0, read, out);
            }
        }
    }

    private final class Chunks extends OutputStream {
        private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
        private Optional<SmtpReply> refused = Optional.empty();

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            if (refused.isPresent()) {
                return; // Nobody wants the rest.
            }
            gathered.write(octets, from, length);
            if (gathered.size() >= CHUNK_OCTETS) {
                SmtpReply reply = send(false);
                if (!reply.positive()) {
                    refused = Optional.of(reply);
                    conversation.broken();
                }
            }
        }

        SmtpReply send(boolean last) throws IOException {
            var wire = conversation.wire();
            wire.say(new Bdat(gathered.size(), last));
            gathered.writeTo(wire.out());
            gathered.reset();
            return hear(
                    last ? "the end of the message" : "a part of the message",
                    conversation.timeouts().end());
        }
    }

    // What was said.

    private Result result(SmtpReply reply) {
        Answer answer =
                Answers.of(clock, conversation.target(), conversation.wire().security(), reply);
        return switch (reply.code() / 100) {
            case 2 -> new Result.Delivered(answer, Result.Place.SERVER, offer.has("DSN"));
            case 5 -> new Result.Failed(answer);
            default -> new Result.Delayed(answer);
        };
    }

    private Result broken(IOException failure) {
        String status = failure instanceof PeerFailure known ? known.status() : "4.4.2";
        return new Result.Delayed(answer(0, status, Wire.reason(failure)));
    }

    private Answer answer(int code, String status, String text) {
        return new Answer(
                clock.now(),
                conversation.target().toString(),
                conversation.wire().security(),
                code,
                status,
                text);
    }
}
