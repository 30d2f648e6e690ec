package posthouse.smtp;

import java.util.ArrayList;

/// What a sender wants to hear of a recipient (RFC 3461 §4.1 NOTIFY).
///
/// @param said whether the sender said so; if not, it is not told to the next server
public record Notify(boolean said, boolean success, boolean failure, boolean delay) {
    /// Where nobody has said anything: failures and delays (RFC 3461 §4.1).
    public static final Notify UNSAID = new Notify(false, false, true, true);

    public static final Notify NEVER = new Notify(true, false, false, false);

    /// As the parameter has it.
    public String value() {
        var events = new ArrayList<String>();
        if (success) {
            events.add("SUCCESS");
        }
        if (failure) {
            events.add("FAILURE");
        }
        if (delay) {
            events.add("DELAY");
        }
        return events.isEmpty() ? "NEVER" : String.join(",", events);
    }
}
