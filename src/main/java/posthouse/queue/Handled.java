package posthouse.queue;

/// What the operator has brought about.
///
/// @param messages that something was done to
/// @param recipients of theirs
/// @param trying recipients that were being tried just then
public record Handled(long messages, long recipients, long trying) {
    static final Handled NOTHING = new Handled(0, 0, 0);

    Handled plus(Handled more) {
        return new Handled(
                messages + more.messages, recipients + more.recipients, trying + more.trying);
    }
}
