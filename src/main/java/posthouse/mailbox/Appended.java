package posthouse.mailbox;

/// Where a message went (RFC 4315 APPENDUID).
public record Appended(int mailbox, long uidValidity, long uid, long messageId) {}
