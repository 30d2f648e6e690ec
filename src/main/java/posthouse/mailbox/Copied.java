package posthouse.mailbox;

import java.util.List;

/// What COPY or MOVE did (RFC 4315 COPYUID): the n-th source became the n-th target. Both lists
/// ascend.
public record Copied(long uidValidity, List<Long> sources, List<Long> targets) {}
