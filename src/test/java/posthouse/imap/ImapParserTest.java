package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.imap.FetchItem.Partial;
import posthouse.imap.FetchItem.Section;
import posthouse.imap.FetchItem.Text;
import posthouse.imap.SearchKey.Days;
import posthouse.mailbox.FlagChange;
import posthouse.mailbox.Flags;
import posthouse.mailbox.UidSet.Range;
import posthouse.mime.EnvelopeFields.Field;

class ImapParserTest {
    @Test
    void readsTheTagFirst() throws SyntaxError {
        assertThat(new ImapParser(Bytes.latin1("a]b BOGUS")).tag()).isEqualTo("a]b");
        assertThat(new ImapParser(Bytes.latin1("DONE")).tag()).isEqualTo("DONE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " NOOP", "+ NOOP", "a+ NOOP", "* NOOP", "\" NOOP", "\0 NOOP", "é NOOP"})
    void refusesWhatIsNoTag(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void readsStringsInEveryForm() throws Exception {
        var login = new ImapCommand.Login("mrc", "secret");
        assertThat(parse("a LOGIN mrc secret")).isEqualTo(login);
        assertThat(parse("a login \"mrc\" \"secret\"")).isEqualTo(login);
        assertThat(parse("a LOGIN {3}\r\nmrc {6+}\r\nsecret")).isEqualTo(login);
        assertThat(parse("a LOGIN \"m\\\"r\\\\c\" {0}\r\n"))
                .isEqualTo(new ImapCommand.Login("m\"r\\c", ""));
        assertThat(parse("a LOGIN {3}\r\n)\r\n {2}\r\n{}"))
                .isEqualTo(new ImapCommand.Login(")\r\n", "{}"));
        assertThat(parse(Bytes.utf8("a LOGIN \"jürgen\" größe")))
                .isEqualTo(new ImapCommand.Login("jürgen", "größe"));
    }

    @Test
    void readsCommandsWithMailboxes() throws Exception {
        assertThat(parse("a SELECT INBOX"))
                .isEqualTo(
                        new ImapCommand.Select(
                                Bytes.latin1("INBOX"), false, false, Optional.empty()));
        assertThat(parse("a EXAMINE \"a b\""))
                .isEqualTo(
                        new ImapCommand.Select(Bytes.latin1("a b"), true, false, Optional.empty()));
        assertThat(parse("a RENAME a] {3}\r\nb c"))
                .isEqualTo(new ImapCommand.Rename(Bytes.latin1("a]"), Bytes.latin1("b c")));
        assertThat(parse("a LIST \"\" */%"))
                .isEqualTo(
                        new ImapCommand.ListMailboxes(
                                ListOptions.NONE, Bytes.EMPTY, List.of(Bytes.latin1("*/%"))));
        assertThat(parse("a LSUB \"#news.\" \"comp.mail.*\""))
                .isEqualTo(
                        new ImapCommand.Lsub(Bytes.latin1("#news."), Bytes.latin1("comp.mail.*")));
        assertThat(parse("A042 STATUS blurdybloop (UIDNEXT MESSAGES)"))
                .isEqualTo(
                        new ImapCommand.Status(
                                Bytes.latin1("blurdybloop"),
                                List.of(StatusItem.UIDNEXT, StatusItem.MESSAGES)));
    }

    @Test
    void readsAppendUpToItsMessage() throws Exception {
        assertThat(parse("A003 APPEND saved-messages (\\Seen $Forwarded) {310}\r\n"))
                .isEqualTo(
                        append(
                                "saved-messages",
                                FlagChange.set(Flags.SEEN, List.of("$Forwarded")),
                                Optional.empty()));
        assertThat(parse("a APPEND {1}\r\nx () \" 7-Feb-1994 22:43:04 -0800\" {3+}\r\n"))
                .isEqualTo(
                        append(
                                "x",
                                FlagChange.set(0, List.of()),
                                Optional.of(Instant.parse("1994-02-08T06:43:04Z"))));
    }

    private static ImapCommand append(String mailbox, FlagChange flags, Optional<Instant> date) {
        var message = new ImapCommand.AppendMessage(flags, date, false, false);
        return new ImapCommand.Append(Bytes.latin1(mailbox), message);
    }

    @Test
    void readsEveryFormInWhichAMessageComes() throws Exception {
        var none = FlagChange.set(0, List.of());
        assertThat(parse("a APPEND x ~{3}\r\n"))
                .isEqualTo(
                        new ImapCommand.Append(
                                Bytes.latin1("x"),
                                new ImapCommand.AppendMessage(
                                        none, Optional.empty(), true, false)));
        assertThat(parse("a UID REPLACE 7 x utf8 (~{3+}\r\n"))
                .isEqualTo(
                        new ImapCommand.Replace(
                                true,
                                sequence(7),
                                Bytes.latin1("x"),
                                new ImapCommand.AppendMessage(none, Optional.empty(), true, true)));
        for (String bad :
                List.of(
                        "a APPEND x UTF8 ({3}\r\n",
                        "a APPEND x UTF8 ~{3}\r\n",
                        "a APPEND x ~~{3}\r\n",
                        "a REPLACE 1:2 x {3}\r\n",
                        "a REPLACE x {3}\r\n")) {
            assertThatThrownBy(() -> parse(bad)).as(bad).isInstanceOf(SyntaxError.class);
        }
    }

    private static SequenceSet sequence(long number) {
        return new SequenceSet(List.of(new Range(number, number)), false);
    }

    @Test
    void readsFetch() throws Exception {
        assertThat(fetch("A654 FETCH 2:4 (FLAGS BODY[HEADER.FIELDS (DATE FROM)])"))
                .containsExactly(
                        new FetchItem.Flags(),
                        body(
                                "BODY[HEADER.FIELDS (DATE FROM)]",
                                new Text.HeaderFields(List.of("DATE", "FROM"), false),
                                false));
        assertThat(fetch("a fetch 1 body.peek[text]<1.2>"))
                .containsExactly(
                        new FetchItem.Body(
                                "BODY[TEXT]", Section.TEXT, true, Optional.of(new Partial(1, 2))));
        assertThat(fetch("a FETCH 1 (BODY[] RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE BODY)"))
                .hasSize(6);
        assertThat(fetch("a FETCH 1 BODY[HEADER.FIELDS.NOT (\"a b\")]"))
                .containsExactly(
                        body(
                                "BODY[HEADER.FIELDS.NOT (\"a b\")]",
                                new Text.HeaderFields(List.of("a b"), true),
                                false));
        assertThat(fetch("a FETCH 1 (BODY[1.2.MIME] BODY.PEEK[4] BODY[3.HEADER])"))
                .extracting(item -> item instanceof FetchItem.Body it ? it.name() : "")
                .containsExactly("BODY[1.2.MIME]", "BODY[4]", "BODY[3.HEADER]");
        assertThat(fetch("a FETCH 1 FAST"))
                .containsExactly(
                        new FetchItem.Flags(), new FetchItem.InternalDate(), new FetchItem.Size());
        assertThat(fetch("a FETCH 1 FULL")).hasSize(5);
    }

    @Test
    void readsBinary() throws Exception {
        assertThat(fetch("a FETCH 1 (BINARY[] binary.peek[1.2]<3.4> BINARY.SIZE[5])"))
                .containsExactly(
                        new FetchItem.Binary(List.of(), false, Optional.empty()),
                        new FetchItem.Binary(List.of(1, 2), true, Optional.of(new Partial(3, 4))),
                        new FetchItem.BinarySize(List.of(5)));
    }

    @Test
    void aFetchAsksForSoManyItemsAndNoMore() throws Exception {
        String many = "UID ".repeat(ImapLimits.FETCH_ITEMS_MAX - 1) + "UID";
        assertThat(fetch("a FETCH 1 (" + many + ")")).hasSize(ImapLimits.FETCH_ITEMS_MAX);
        assertThatThrownBy(() -> fetch("a FETCH 1 (" + many + " UID)"))
                .isInstanceOf(SyntaxError.class);
        String deep = "1.".repeat(ImapLimits.PART_DEPTH_MAX - 1) + "1";
        assertThat(fetch("a FETCH 1 BODY[" + deep + "]")).hasSize(1);
        assertThatThrownBy(() -> fetch("a FETCH 1 BODY[1." + deep + "]"))
                .isInstanceOf(SyntaxError.class);
    }

    @Test
    void readsStore() throws Exception {
        assertThat(parse("A003 STORE 2:4 +FLAGS (\\Deleted)"))
                .isEqualTo(
                        new ImapCommand.Store(
                                false,
                                set(new Range(2, 4)),
                                OptionalLong.empty(),
                                FlagChange.add(Flags.DELETED),
                                false));
        assertThat(parse("a UID STORE *:3 -flags.silent \\seen $Junk"))
                .isEqualTo(
                        new ImapCommand.Store(
                                true,
                                set(new Range(SequenceSet.STAR, 3)),
                                OptionalLong.empty(),
                                new FlagChange(
                                        FlagChange.Mode.REMOVE, Flags.SEEN, List.of("$Junk")),
                                true));
        assertThat(parse("a STORE 1 FLAGS ()"))
                .isEqualTo(
                        new ImapCommand.Store(
                                false,
                                set(new Range(1, 1)),
                                OptionalLong.empty(),
                                FlagChange.set(0, List.of()),
                                false));
    }

    @Test
    void readsWhatAskForChanges() throws Exception {
        assertThat(parse("a STORE 1 (UNCHANGEDSINCE 9223372036854775807) FLAGS.SILENT ()"))
                .isEqualTo(
                        new ImapCommand.Store(
                                false,
                                set(new Range(1, 1)),
                                OptionalLong.of(Long.MAX_VALUE),
                                FlagChange.set(0, List.of()),
                                true));
        assertThat(parse("a UID FETCH 1:* FLAGS (CHANGEDSINCE 12345 VANISHED)"))
                .isEqualTo(
                        new ImapCommand.Fetch(
                                true,
                                set(new Range(1, SequenceSet.STAR)),
                                List.of(new FetchItem.Flags()),
                                new FetchModifiers(
                                        OptionalLong.of(12345), true, Optional.empty())));
        assertThat(parse("a SELECT INBOX (CONDSTORE QRESYNC (67 90 41:211,214 (1,5 41,50)))"))
                .isEqualTo(
                        new ImapCommand.Select(
                                Bytes.latin1("INBOX"),
                                false,
                                true,
                                Optional.of(
                                        new Resync(
                                                67,
                                                90,
                                                Optional.of(
                                                        set(
                                                                new Range(41, 211),
                                                                new Range(214, 214))),
                                                Optional.of(
                                                        new Resync.Match(
                                                                set(
                                                                        new Range(1, 1),
                                                                        new Range(5, 5)),
                                                                set(
                                                                        new Range(41, 41),
                                                                        new Range(50, 50))))))));
        assertThat(parse("a enable condstore X-Good-Idea"))
                .isEqualTo(new ImapCommand.Enable(List.of("CONDSTORE", "X-GOOD-IDEA")));
    }

    @Test
    void refusesModifiersThatDoNotFit() {
        assertThat(
                        List.of(
                                "FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)",
                                "UID FETCH 1 FLAGS (VANISHED)",
                                "FETCH 1 FLAGS (CHANGEDSINCE 9223372036854775808)",
                                "FETCH 1 FLAGS ()",
                                "STORE 1 (UNCHANGED 1) FLAGS ()",
                                "STORE 1 (UNCHANGEDSINCE -1) FLAGS ()",
                                "SELECT INBOX (QRESYNC)",
                                "SELECT INBOX (QRESYNC (0 1))",
                                "SELECT INBOX (QRESYNC (1 1 1:*))",
                                "SELECT INBOX (QRESYNC (1 1 1 (1)))",
                                "SELECT INBOX ()",
                                "ENABLE"))
                .allSatisfy(command ->
                        assertThatThrownBy(() -> parse("a " + command))
                                .isInstanceOf(SyntaxError.class));
    }

    @Test
    void readsSearch() throws Exception {
        assertThat(search("A282 SEARCH FLAGGED SINCE 1-Feb-1994 NOT FROM \"Smith\""))
                .isEqualTo(
                        new SearchKey.And(
                                List.of(
                                        new SearchKey.HasFlag(Flags.FLAGGED),
                                        new SearchKey.Arrived(Days.since(LocalDate.of(1994, 2, 1))),
                                        new SearchKey.Not(
                                                new SearchKey.Addresses(Field.FROM, "Smith")))));
        assertThat(search("A284 SEARCH CHARSET UTF-8 TEXT {6}\r\nXXXXXX"))
                .isEqualTo(new SearchKey.Text("XXXXXX"));
        assertThat(search("a SEARCH OR (1:2 UID 7) UNSEEN"))
                .isEqualTo(
                        new SearchKey.Or(
                                new SearchKey.And(
                                        List.of(
                                                new SearchKey.Numbers(set(new Range(1, 2))),
                                                new SearchKey.Uids(set(new Range(7, 7))))),
                                new SearchKey.Not(new SearchKey.HasFlag(Flags.SEEN))));
        assertThat(search("a SEARCH HEADER Message-ID <a@b> BEFORE \"01-Jan-2020\""))
                .isInstanceOf(SearchKey.And.class);
    }

    @Test
    void everySearchKeyOfTheRfcIsKnown() throws Exception {
        String keys =
                """
                ALL ANSWERED BCC a BEFORE 1-Jan-2020 BODY a CC a DELETED DRAFT FLAGGED
                FROM a HEADER a b KEYWORD a LARGER 1 NEW NOT ALL OLD ON 1-Jan-2020
                OR ALL ALL RECENT SEEN SENTBEFORE 1-Jan-2020 SENTON 1-Jan-2020
                SENTSINCE 1-Jan-2020 SINCE 1-Jan-2020 SMALLER 1 SUBJECT a TEXT a TO a
                UID 1:* UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNKEYWORD a UNSEEN 1:3
                OLDER 60 YOUNGER 60 SAVEDBEFORE 1-Jan-2020 SAVEDON 1-Jan-2020
                SAVEDSINCE 1-Jan-2020 SAVEDATESUPPORTED EMAILID e1 THREADID t1 UID $ $\
                """;
        assertThat(search("a SEARCH " + keys.replace("\n", " "))).isInstanceOf(SearchKey.And.class);
    }

    @Test
    void textsAreDecodedFromTheCharset() throws Exception {
        assertThat(search("a SEARCH CHARSET KOI8-R TEXT {3}\r\n\u00cd\u00c9\u00d2"))
                .isEqualTo(new SearchKey.Text("мир"));
        assertThat(search("a SEARCH TEXT \"\u00c3\u00a9\"")).isEqualTo(new SearchKey.Text("é"));
        assertThat(search("a SEARCH CHARSET X-NONE TEXT a")).isEqualTo(new SearchKey.Undecodable());
        assertThatThrownBy(() -> parse("a SEARCH TEXT \"\u00e9\"")).isInstanceOf(SyntaxError.class);
    }

    @Test
    void readsWhatASearchReturns() throws Exception {
        assertThat(returns("a SEARCH ALL")).isEmpty();
        assertThat(returns("a SEARCH RETURN () ALL")).contains(SearchReturn.ALL);
        assertThat(returns("a UID SEARCH RETURN (MIN save Count) CHARSET UTF-8 $"))
                .contains(new SearchReturn(true, false, false, true, true, Optional.empty()));
        assertThat(returns("a SEARCH RETURN (MAX PARTIAL -1:-100) ALL"))
                .contains(
                        new SearchReturn(
                                false,
                                true,
                                false,
                                false,
                                false,
                                Optional.of(new PartialRange(true, 1, 100))));
        for (String wrong :
                List.of("(ALL PARTIAL 1:2)", "(PARTIAL 1:-2)", "(PARTIAL 0:1)", "(BOGUS)", "( )")) {
            assertThatThrownBy(() -> parse("a SEARCH RETURN " + wrong + " ALL"))
                    .isInstanceOf(SyntaxError.class);
        }
    }

    @Test
    void aSearchCanBeDeepButNotForEver() throws Exception {
        String deep = "NOT ".repeat(ImapLimits.SEARCH_DEPTH_MAX - 1) + "ALL";
        assertThat(search("a SEARCH " + deep)).isInstanceOf(SearchKey.Not.class);
        assertThatThrownBy(() -> parse("a SEARCH NOT " + deep)).isInstanceOf(SyntaxError.class);
        assertThatThrownBy(() -> parse("a SEARCH " + "(".repeat(60_000)))
                .isInstanceOf(SyntaxError.class);
    }

    @Test
    void readsTheRest() throws Exception {
        var client = new LinkedHashMap<String, String>();
        client.put("name", "sodr");
        client.put("version", "");
        assertThat(parse("a023 ID (\"name\" \"sodr\" \"Version\" NIL)"))
                .isEqualTo(new ImapCommand.Id(client));
        assertThat(parse("a ID NIL")).isEqualTo(new ImapCommand.Id(new LinkedHashMap<>()));
        assertThat(parse("a AUTHENTICATE PLAIN AGEAYg=="))
                .isEqualTo(new ImapCommand.Authenticate("PLAIN", Optional.of("AGEAYg==")));
        assertThat(parse("a authenticate login"))
                .isEqualTo(new ImapCommand.Authenticate("LOGIN", Optional.empty()));
        assertThat(parse("a UID EXPUNGE 3000:3002"))
                .isEqualTo(new ImapCommand.Expunge(Optional.of(set(new Range(3000, 3002)))));
        assertThat(parse("a NOOP  ")).isEqualTo(new ImapCommand.Noop());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "a BOGUS",
                "a NOOP x",
                "a LOGIN a",
                "a LOGIN a b c",
                "a LOGIN {5}\r\nab c",
                "a LOGIN {2}\r\na\0 c",
                "a LOGIN \"a b",
                "a LOGIN  a b",
                "a SELECT",
                "a SELECT (x)",
                "a LIST a",
                "a STATUS a ()",
                "a STATUS a (BOGUS)",
                "a STATUS a (MESSAGES",
                "a APPEND a (\\Seen {3}",
                "a APPEND a \"1-Feb-2026\" {3}\r\n",
                "a APPEND a \"31-Feb-2026 00:00:00 +0000\" {3}\r\n",
                "a APPEND a \"01-Feb-2026 25:00:00 +0000\" {3}\r\n",
                "a APPEND a \"01-Feb-2026 00:00:00 +9999\" {3}\r\n",
                "a APPEND a x",
                "a UID",
                "a UID NOOP",
                "a UID CHECK",
                "a UID EXPUNGE",
                "a FETCH 1",
                "a FETCH 0 FLAGS",
                "a FETCH 4294967296 FLAGS",
                "a FETCH 99999999999999999999 FLAGS",
                "a FETCH 1: FLAGS",
                "a FETCH 1,, FLAGS",
                "a FETCH 1 ()",
                "a FETCH 1 (FLAGS",
                "a FETCH 1 BODY[",
                "a FETCH 1 BODY[MIME]",
                "a FETCH 1 BODY[0]",
                "a FETCH 1 BODY[1.]",
                "a FETCH 1 BODY[.1]",
                "a FETCH 1 BODY[1.0]",
                "a FETCH 1 BODY[HEADER.1]",
                "a FETCH 1 BINARY",
                "a FETCH 1 BINARY[HEADER]",
                "a FETCH 1 BINARY[1.MIME]",
                "a FETCH 1 BINARY.SIZE[1]<0.1>",
                "a FETCH 1 BODY[]<0.0>",
                "a FETCH 1 BODY[]<1>",
                "a FETCH 1 BODY[HEADER.FIELDS]",
                "a FETCH 1 BODY[HEADER.FIELDS ()]",
                "a STORE 1 FLAGS",
                "a STORE 1 FLAG (\\Seen)",
                "a STORE 1 FLAGS (\\Bogus)",
                "a STORE 1 FLAGS (a(b)",
                "a SEARCH",
                "a SEARCH BOGUS",
                "a SEARCH NOT",
                "a SEARCH OR ALL",
                "a SEARCH (ALL",
                "a SEARCH BEFORE 2026-01-01",
                "a SEARCH KEYWORD \\Seen",
                "a COPY 1",
                "a ID (\"name\")",
                "a ID (name x)",
            })
    void refusesWhatIsNoCommand(String command) {
        assertThatThrownBy(() -> parse(command)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void anythingIsACommandOrAnError() {
        List<String> words =
                List.of(
                        "a ",
                        "FETCH ",
                        "SEARCH ",
                        "UID ",
                        "STORE ",
                        "APPEND ",
                        "LIST ",
                        "ID ",
                        "1:* ",
                        "(",
                        ")",
                        "BODY[",
                        "]",
                        "<1.2>",
                        "{3}\r\n",
                        "{3+}\r\n",
                        "\"",
                        "\\",
                        "*",
                        "%",
                        "FLAGS ",
                        "OR ",
                        "NOT ",
                        "HEADER ",
                        "x ",
                        "\0",
                        "\u00ff",
                        "+",
                        "-",
                        ",",
                        "9");
        Seeds.each(
                20_000,
                random -> {
                    var command = new BytesBuilder().latin1("a ");
                    for (int i = random.nextInt(12); i >= 0; i--) {
                        command.latin1(words.get(random.nextInt(words.size())));
                    }
                    try {
                        var _ = parse(command.build());
                    } catch (SyntaxError _) {
                        // that is an answer, too
                    }
                });
    }

    /// What the writer writes as an astring is read as the same text.
    @Test
    void readsWhatTheWriterWrites() {
        Seeds.each(
                5000,
                random -> {
                    var text = new StringBuilder();
                    for (int i = random.nextInt(8); i > 0; i--) {
                        text.append((char) (0x20 + random.nextInt(0x5f)));
                    }
                    String written = ImapWriter.astring(text.toString());
                    assertThat(new Tokens(Bytes.latin1(written)).astring().latin1())
                            .isEqualTo(text.toString());
                });
    }

    private static SequenceSet set(Range... ranges) {
        return new SequenceSet(List.of(ranges));
    }

    private static FetchItem body(String name, Text text, boolean peek) {
        return new FetchItem.Body(name, new Section(List.of(), text), peek, Optional.empty());
    }

    private static List<FetchItem> fetch(String command) throws Exception {
        return parse(command) instanceof ImapCommand.Fetch it ? it.items() : List.of();
    }

    private static Optional<SearchReturn> returns(String command) throws Exception {
        return parse(command) instanceof ImapCommand.Search it ? it.returns() : Optional.empty();
    }

    private static SearchKey search(String command) throws Exception {
        return parse(command) instanceof ImapCommand.Search it ? it.key() : new SearchKey.Recent();
    }

    private static ImapCommand parse(String command) throws SyntaxError {
        return parse(Bytes.latin1(command));
    }

    private static ImapCommand parse(Bytes command) throws SyntaxError {
        var parser = new ImapParser(command);
        var _ = parser.tag();
        return parser.command();
    }
}
