package posthouse.store;

/// The simulated machine is off. An error, so that no code under test takes it for a failure that
/// it could handle.
public final class PowerCut extends Error {
    private static final long serialVersionUID = 1;

    public PowerCut() {
        super("the power is cut", null, false, false);
    }
}
