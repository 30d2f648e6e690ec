package posthouse.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// How the lives of messages look to people: a paragraph a message, and in it what happened, when
/// and to whom, with what there is to say below.
final class TraceTexts {
    /// Recipients that are named of one event.
    private static final int RECIPIENTS_SHOWN = 10;

    private static final String BELOW = " ".repeat(38);

    private TraceTexts() {}

    /// @param found as [posthouse.control.MessageTrace] answers
    static List<String> lines(JsonNode found) {
        var lines = new ArrayList<String>();
        for (JsonNode message : found.path("messages")) {
            lines.addAll(message(message));
            lines.add("");
        }
        if (lines.isEmpty()) {
            lines.add("nothing is known of such a message");
        } else {
            lines.removeLast();
        }
        if (!found.path("complete").asBoolean()) {
            lines.add("");
            lines.add("These are the latest; there may be earlier ones, which an id would find.");
        }
        for (JsonNode gap : found.path("missing")) {
            lines.add(
                    "Missing here, since they came too fast: "
                            + text(gap, "what")
                            + ", before "
                            + time(gap)
                            + ".");
        }
        return lines;
    }

    private static List<String> message(JsonNode message) {
        var lines = new ArrayList<String>();
        lines.add(
                Stream.of(
                                text(message, "id"),
                                path("from", text(message, "from")),
                                path("Message-ID", text(message, "messageId")))
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining("  ")));
        var events = List.copyOf(message.path("events").values());
        int leftOut = message.path("leftOut").asInt();
        for (int i = 0; i < events.size(); i++) {
            if (leftOut > 0 && i == events.size() / 2) {
                lines.add("  … " + leftOut + " more …");
            }
            lines.addAll(event(events.get(i), text(message, "id")));
        }
        return lines;
    }

    private static String path(String title, String path) {
        String shown = path.startsWith("<") ? path : "<" + path + ">";
        return path.isEmpty() ? "" : title + " " + shown;
    }

    private static List<String> event(JsonNode event, String message) {
        var lines = new ArrayList<String>();
        String what = text(event, "what");
        lines.add(
                "  %s  %-9s %s"
                        .formatted(time(event), what, recipients(event.path("recipients")))
                        .stripTrailing());
        String id = text(event, "id");
        if (!id.equals(message)) {
            lines.add(BELOW + "(as " + id + ")");
        }
        String other = other(event);
        if (!other.isEmpty()) {
            lines.add(BELOW + (isIncoming(what) ? "from " : "by ") + other);
        }
        if (!text(event, "text").isEmpty()) {
            lines.add(BELOW + text(event, "text"));
        }
        return lines;
    }

    private static boolean isIncoming(String what) {
        return what.equals("received") || what.equals("refused");
    }

    private static String recipients(JsonNode recipients) {
        String named =
                recipients.values().stream()
                        .limit(RECIPIENTS_SHOWN)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", "));
        int others = recipients.size() - RECIPIENTS_SHOWN;
        return others > 0 ? named + " and " + others + " more" : named;
    }

    private static String other(JsonNode event) {
        return Stream.of(text(event, "host"), text(event, "security"))
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// To the millisecond, as the log has it.
    private static String time(JsonNode node) {
        Instant time = Instant.parse(text(node, "at")).truncatedTo(ChronoUnit.MILLIS);
        String text = time.toString();
        return text.length() == 20 ? text.replace("Z", ".000Z") : text;
    }

    private static String text(JsonNode node, String name) {
        return TextLayout.oneLine(node.path(name).asString(""));
    }
}
