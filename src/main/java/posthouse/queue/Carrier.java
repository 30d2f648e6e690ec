package posthouse.queue;

import java.util.List;

/// Takes mail where it goes: over the network, or into a mailbox. Any thread; blocks as long as it
/// takes.
@FunctionalInterface
public interface Carrier {
    /// How it went.
    ///
    /// @param reached whether anybody was reached who takes mail at all: if not, the others that
    ///   wait for this next hop need not try now
    /// @param results one a recipient, in their order
    record Outcome(boolean reached, List<Result> results) {}

    Outcome carry(Consignment consignment);
}
