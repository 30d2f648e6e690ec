package posthouse.mailbox;

import java.util.List;

/// What STORE does to flags (RFC 9051 §6.4.6).
///
/// @param system bits as in [Flags]
/// @param keywords names as the client wrote them; keywords are the same regardless of ASCII case,
///   and keep the case of their first use in the mailbox
public record FlagChange(Mode mode, int system, List<String> keywords) {
    /// How the given flags and those that are there come together.
    public enum Mode {
        REPLACE,
        ADD,
        REMOVE
    }

    public static FlagChange set(int system, List<String> keywords) {
        return new FlagChange(Mode.REPLACE, system, keywords);
    }

    public static FlagChange add(int system) {
        return new FlagChange(Mode.ADD, system, List.of());
    }
}
