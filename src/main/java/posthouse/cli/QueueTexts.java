package posthouse.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How the queue's answers look to people. What others have said is shown, but steers no terminal.
final class QueueTexts {
    private static final int WHY_MAX = 100;

    private QueueTexts() {}

    /// A list with the columns that matter.
    static JsonNode table(JsonNode list, Instant now) {
        var table = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : list) {
            table.add(
                    row().put("id", message.path("id").asString())
                            .put("age", age(message.path("arrived"), now))
                            .put("bytes", message.path("bytes").asLong())
                            .put("from", address(message.path("from")))
                            .put("to", recipients(message))
                            .put("state", message.path("state").asString())
                            .put("why", why(message, now)));
        }
        return table;
    }

    private static ObjectNode row() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String address(JsonNode path) {
        String text = TextLayout.oneLine(path.asString());
        return text.isEmpty() ? "<>" : text;
    }

    private static String recipients(JsonNode message) {
        int others = message.path("recipients").asInt() - 1;
        return address(message.path("to").path(0)) + (others > 0 ? " and " + others + " more" : "");
    }

    private static String why(JsonNode message, Instant now) {
        String answer = TextLayout.oneLine(message.path("answer").asString());
        String next =
                "in "
                        + length(
                                Duration.between(
                                        now, Instant.parse(message.path("due").asString())));
        String why =
                switch (message.path("state").asString()) {
                    case "deferred" -> "again " + next + "; " + answer;
                    case "later" -> "leaves " + next;
                    default -> answer;
                };
        return why.length() > WHY_MAX ? why.substring(0, WHY_MAX - 1) + "…" : why;
    }

    private static String age(JsonNode since, Instant now) {
        return length(Duration.between(Instant.parse(since.asString()), now));
    }

    /// The largest unit is enough.
    static String length(Duration length) {
        if (length.toDays() > 1) {
            return length.toDays() + "d";
        } else if (length.toHours() > 1) {
            return length.toHours() + "h";
        } else if (length.toMinutes() > 1) {
            return length.toMinutes() + "m";
        }
        return Math.max(0, length.toSeconds()) + "s";
    }

    /// A message without its header, each recipient a row with the last answer.
    static JsonNode parts(JsonNode message) {
        var parts = row();
        for (var part : message.properties()) {
            switch (part.getKey()) {
                case "header" -> {}
                case "from" -> parts.put("from", address(part.getValue()));
                case "recipients" -> parts.set("recipients", recipientRows(part.getValue()));
                default -> parts.set(part.getKey(), part.getValue());
            }
        }
        return parts;
    }

    private static JsonNode recipientRows(JsonNode recipients) {
        var rows = JsonNodeFactory.instance.arrayNode();
        for (JsonNode recipient : recipients) {
            JsonNode answers = recipient.path("answers");
            JsonNode last = answers.path(answers.size() - 1);
            String security = last.path("security").asString("");
            rows.add(
                    row().put("to", address(recipient.path("to")))
                            .put("state", recipient.path("state").asString())
                            .put("nextHop", recipient.path("nextHop").asString())
                            .put("tries", recipient.path("tries").asInt())
                            .put("due", recipient.path("due").asString())
                            .put(
                                    "lastAnswer",
                                    TextLayout.oneLine(last.path("text").asString(""))
                                            + (security.isEmpty() ? "" : " (" + security + ")")));
        }
        return rows;
    }

    static List<String> header(JsonNode message) {
        return message.path("header")
                .asString()
                .lines()
                .map(line -> TextLayout.oneLine(line.replace('\t', ' ')))
                .toList();
    }
}
