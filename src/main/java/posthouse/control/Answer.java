package posthouse.control;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.auth.AuthRefusal;
import posthouse.mailbox.MailRefusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What became of an operation, and how requests and answers are written as lines of JSON.
public sealed interface Answer {
    /// It was done.
    record Done(JsonNode value) implements Answer {}

    /// It was understood and cannot be done.
    record NotDone(String sentence) implements Answer {}

    /// Something is wrong with us.
    record Broken(String sentence) implements Answer {}

    /// The mapper of the control socket.
    JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /// Runs an operation.
    static Answer to(Operation operation, Office office, Progress progress) {
        try {
            return new Done(JSON.valueToTree(operation.run(office, progress)));
        } catch (Refused | MailRefusal | AuthRefusal refusal) {
            return new NotDone(String.valueOf(refusal.getMessage()));
        } catch (RuntimeException failure) {
            logger().error("{} failed", operation.getClass().getSimpleName(), failure);
            return new Broken(Optional.ofNullable(failure.getMessage()).orElse(failure.toString()));
        }
    }

    /// Runs the operation that a line of JSON asks for.
    static Answer toLine(String request, Office office, Progress progress) {
        Operation operation;
        try {
            operation = JSON.readValue(request, Operation.class);
        } catch (JacksonException error) {
            // Not the whole message: it may quote a password out of the request.
            logger().debug("a request that is none: {}", error.getClass().getSimpleName());
            return new NotDone(
                    "the server does not understand the request; is it of another version?");
        }
        return to(operation, office, progress);
    }

    default String toLine() {
        var line = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Done(var value) -> line.set("answer", value);
            case NotDone(var sentence) -> line.put("refused", sentence);
            case Broken(var sentence) -> line.put("failed", sentence);
        }
        return line.toString();
    }

    /// Reads what [#toLine()] wrote; empty for a line of progress.
    static Optional<Answer> ofLine(JsonNode line) {
        if (line.has("answer")) {
            return Optional.of(new Done(line.get("answer")));
        } else if (line.has("refused")) {
            return Optional.of(new NotDone(line.get("refused").asString()));
        } else if (line.has("failed")) {
            return Optional.of(new Broken(line.get("failed").asString()));
        }
        return Optional.empty();
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(Answer.class);
    }
}
