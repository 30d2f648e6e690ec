package posthouse.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthouse.mime.EncodedWords;
import posthouse.mime.Headers;
import posthouse.queue.Answer;
import posthouse.queue.Mail;
import posthouse.queue.Reporter;
import posthouse.queue.To;

/// The part for people: what happened to which recipient, since when, what comes next, and beside
/// it what the other server has said, word for word.
///
/// @param host who reports
record Words(String host) {
    /// Characters of an answer that are shown.
    static final int ANSWER_CHARACTERS_MAX = 1_000;

    /// Characters of a host's name (RFC 1035 §2.3.4), and a little more for what is written beside.
    static final int HOST_CHARACTERS_MAX = 300;

    /// Recipients that are told of in words; the other part has them all.
    static final int RECIPIENTS_MAX = 100;

    private static final int SUBJECT_CHARACTERS_MAX = 150;

    /// Of `5.999.999`.
    private static final int STATUS_CHARACTERS_MAX = 9;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static final String INDENT = "    ";
    private static final String QUOTE = "        ";

    /// @param header of the message that it is about
    String of(
            Reporter.Kind kind,
            Mail about,
            Headers header,
            List<Reporter.Told> told,
            Returned returned) {
        var text = new StringBuilder();
        text.append(paragraph("This is the mail server " + host + "."));
        text.append(paragraph(opening(kind, told)));
        text.append(named(about, header)).append("\r\n");
        told.stream().limit(RECIPIENTS_MAX).forEach(it -> text.append(of(kind, about, it)));
        if (told.size() > RECIPIENTS_MAX) {
            int more = told.size() - RECIPIENTS_MAX;
            text.append(
                    paragraph("And " + more + " more, which the status below this text names."));
        }
        text.append(
                paragraph(
                        "Below are the same for programs and "
                                + returned.words()
                                + ". If you need help, write to postmaster@"
                                + host
                                + " and name "
                                + about.id()
                                + "."));
        return text.substring(0, text.length() - 2);
    }

    private static String opening(Reporter.Kind kind, List<Reporter.Told> told) {
        String whom =
                told.size() == 1 ? "the recipient below" : told.size() + " recipients, see below";
        return switch (kind) {
            case FAILED ->
                    "Your message could not be delivered to "
                            + whom
                            + ". This server has given up and does not try again.";
            case DELAYED ->
                    "Your message has not reached "
                            + whom
                            + ", yet. You need not send it again: this server goes on trying.";
            case DELIVERED ->
                    "This is the confirmation that you asked for. Your message has been delivered"
                            + " or passed on to "
                            + whom
                            + ".";
        };
    }

    /// By what its sender knows the message.
    private static String named(Mail about, Headers header) {
        var lines = new StringBuilder();
        subject(header).ifPresent(it -> lines.append(shown("Subject:    " + it)));
        lines.append(shown("Sent:       " + time(about.arrived())));
        if (!about.messageId().isEmpty()) {
            lines.append(shown("Message-ID: " + Plain.line(about.messageId(), 250)));
        }
        return lines.toString();
    }

    private static Optional<String> subject(Headers header) {
        return header.first("Subject")
                .map(value -> Plain.line(EncodedWords.decode(value), SUBJECT_CHARACTERS_MAX))
                .filter(subject -> !subject.isEmpty());
    }

    private static String shown(String line) {
        return INDENT + line + "\r\n";
    }

    private String of(Reporter.Kind kind, Mail about, Reporter.Told told) {
        var text = new StringBuilder();
        text.append(address(told)).append("\r\n");
        Answer answer = told.answer();
        String status = StatusFields.status(kind, answer);
        Optional<String> meaning =
                kind == Reporter.Kind.DELIVERED ? Optional.of(arrived(told)) : Meaning.of(status);
        meaning.ifPresent(it -> text.append(Plain.wrapped(it, INDENT, INDENT)));
        if (kind != Reporter.Kind.DELIVERED || answer.code() != 0) {
            text.append(Plain.wrapped(lead(answer), INDENT, INDENT));
            text.append(Plain.wrapped(quoted(answer), QUOTE, QUOTE));
        }
        String what = told.again().map(it -> next(told.to(), it)).orElse("");
        if (kind == Reporter.Kind.FAILED && status.startsWith("4")) {
            what = vain(about, told);
        }
        if (!what.isEmpty()) {
            text.append(Plain.wrapped(what, INDENT, INDENT));
        }
        return text.append("\r\n").toString();
    }

    /// The address, and the one that the sender knows where it is another.
    private static String address(Reporter.Told told) {
        String address = Recipients.last(told.to()).address();
        return Recipients.original(told.to())
                .map(Recipients.Typed::address)
                .filter(original -> !original.equalsIgnoreCase(address))
                .map(original -> address + "\r\n" + INDENT + "(you wrote to " + original + ")")
                .orElse(address);
    }

    private static String arrived(Reporter.Told told) {
        return switch (told.place()) {
            case NOWHERE, MAILBOX ->
                    "It has been in the mailbox since " + time(told.answer().at()) + ".";
            case LIST -> "It has gone to a group, on " + time(told.answer().at()) + ".";
            case SEVERAL ->
                    "It was passed on to all who get mail for that address. If it does not reach"
                            + " one of them, you may be told.";
            case SERVER -> "It was passed on to a server that does not tell when it arrives.";
        };
    }

    /// Who says what follows, and when.
    private static String lead(Answer answer) {
        String when = ", on " + time(answer.at());
        String host = Plain.line(answer.host(), HOST_CHARACTERS_MAX);
        if (answer.code() == 0) {
            return "What happened"
                    + (host.isEmpty() ? "" : " with the server " + host)
                    + when
                    + ":";
        }
        if (host.isEmpty()) {
            return "What this server says" + when + ":";
        }
        String security =
                answer.security().isEmpty()
                        ? "over a connection without TLS"
                        : "over " + Plain.line(answer.security(), 100);
        return "The answer of the server " + host + when + ", " + security + ":";
    }

    /// The answer word for word, as it stood on the line.
    static String quoted(Answer answer) {
        String text = Plain.line(answer.text(), ANSWER_CHARACTERS_MAX);
        if (answer.code() == 0) {
            return text;
        }
        // A status that ends so may be one that nobody has said.
        boolean isSaid = !answer.status().endsWith(".0.0") && !text.contains(answer.status());
        String status = isSaid ? Plain.line(answer.status(), STATUS_CHARACTERS_MAX) + " " : "";
        return answer.code() + " " + status + text;
    }

    private static String next(To to, Reporter.Again again) {
        return "It is tried again on "
                + time(again.next())
                + ", and then from time to time until "
                + time(again.until())
                + (to.wants().failure() ? ". If it is given up then, you are told." : ".");
    }

    private static String vain(Mail about, Reporter.Told told) {
        String tries = told.tries() == 1 ? "once" : told.tries() + " times";
        return "It was tried " + tries + " since " + time(about.release()) + ", in vain.";
    }

    private static String time(Instant moment) {
        return TIME.format(moment);
    }

    private static String paragraph(String text) {
        return Plain.wrapped(text, "", "") + "\r\n";
    }
}
