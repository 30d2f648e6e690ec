package posthouse.store;

/// The kinds of partition. The letter starts every key of an engine that has one key space.
public enum Space {
    /// Accounts: `A/<account>`.
    ACCOUNT('A'),
    /// Message meta rows: `M/<account>/<id ÷ 2^36>`.
    META('M'),
    /// Thread look-up: `T/<account>/<bucket>`.
    THREAD('T'),
    /// Domains and their addresses: `D/<domain>`.
    DOMAIN('D'),
    /// Login names and credentials: `K/<hash>`.
    CREDENTIAL('K'),
    /// Reserved blocks of ids: `I/ids`.
    IDS('I'),
    /// Mail on its way out: `Q/<shard>`.
    QUEUE('Q'),
    /// What became of messages: `R/<day>`.
    JOURNAL('R');

    private final char letter;

    Space(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }
}
