package posthouse.imap;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.auth.AuthRefusal;
import posthouse.bytes.Bytes;
import posthouse.imap.ImapCommand.Append;
import posthouse.imap.ImapCommand.Authenticate;
import posthouse.imap.ImapCommand.Capability;
import posthouse.imap.ImapCommand.Check;
import posthouse.imap.ImapCommand.Close;
import posthouse.imap.ImapCommand.Compress;
import posthouse.imap.ImapCommand.Copy;
import posthouse.imap.ImapCommand.Create;
import posthouse.imap.ImapCommand.Delete;
import posthouse.imap.ImapCommand.Expunge;
import posthouse.imap.ImapCommand.Fetch;
import posthouse.imap.ImapCommand.GetQuota;
import posthouse.imap.ImapCommand.GetQuotaRoot;
import posthouse.imap.ImapCommand.Idle;
import posthouse.imap.ImapCommand.InAnyState;
import posthouse.imap.ImapCommand.ListMailboxes;
import posthouse.imap.ImapCommand.Login;
import posthouse.imap.ImapCommand.Logout;
import posthouse.imap.ImapCommand.Lsub;
import posthouse.imap.ImapCommand.Move;
import posthouse.imap.ImapCommand.Namespace;
import posthouse.imap.ImapCommand.Noop;
import posthouse.imap.ImapCommand.Rename;
import posthouse.imap.ImapCommand.Replace;
import posthouse.imap.ImapCommand.Search;
import posthouse.imap.ImapCommand.Select;
import posthouse.imap.ImapCommand.SetQuota;
import posthouse.imap.ImapCommand.Sort;
import posthouse.imap.ImapCommand.StartTls;
import posthouse.imap.ImapCommand.Status;
import posthouse.imap.ImapCommand.Store;
import posthouse.imap.ImapCommand.Subscribe;
import posthouse.imap.ImapCommand.ThreadMessages;
import posthouse.imap.ImapCommand.Unauthenticate;
import posthouse.imap.ImapCommand.Unselect;
import posthouse.imap.ImapCommand.WhenAuthenticated;
import posthouse.imap.ImapCommand.WhenNotAuthenticated;
import posthouse.imap.ImapCommand.WhenSelected;
import posthouse.imap.ImapReader.Received;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.UidSet;
import posthouse.net.Connection;
import posthouse.net.Dismissed;
import posthouse.net.ShuttingDown;
import posthouse.net.TimedOut;

/// One IMAP connection (RFC 3501, RFC 9051), on one virtual thread: read a command, carry it out,
/// answer. So answers come in the order of the commands (§5.5), also where a client sends many at
/// once: older versions of Apple Mail rely on it. Commands that would affect each other are thereby
/// carried out one after the other, which §5.5 asks for.
///
/// A tagged OK, with its code, is what a command's method returns.
final class ImapSession {
    private static final Logger LOG = LoggerFactory.getLogger(ImapSession.class);

    /// How a command was carried out.
    ///
    /// @param code the response code of the tagged OK; empty for none
    private record Done(String code, String text) {
        static Done with(String text) {
            return new Done("", text);
        }
    }

    private final Connection connection;
    private final ImapService service;
    private final ImapReader reader;
    private final ImapWriter writer;
    private final LoggingIn loggingIn;
    private Optional<User> user = Optional.empty();
    private Optional<Selected> selected = Optional.empty();
    private final Enabled enabled = new Enabled();
    private final MailboxNames names = new MailboxNames(enabled);
    private Optional<Bytes> lineInIdle = Optional.empty();
    private String client = "";
    private Set<String> without = Set.of();
    private int badInARow;
    private boolean open = true;

    ImapSession(Connection connection, ImapService service) {
        this.connection = connection;
        this.service = service;
        reader = new ImapReader(connection);
        writer = new ImapWriter(connection, names);
        loggingIn = new LoggingIn(connection, service, reader, writer);
    }

    void run() throws IOException {
        connection.readTimeout(service.config().loginTimeout());
        try {
            writer.ok("CAPABILITY " + capabilities(), "Posthouse ready");
            while (open) {
                answer(next());
                reader.finish();
            }
        } catch (Bye bye) {
            writer.bye(Refusals.why(bye));
        } catch (TimedOut _) {
            writer.bye("silent for too long");
        } catch (ShuttingDown _) {
            writer.bye("the server is shutting down");
        } catch (Dismissed dismissed) {
            writer.bye(Refusals.why(dismissed)); // by the operator, or by a new password
        } finally {
            close();
        }
        connection.flush();
    }

    private Received next() throws IOException {
        var line = lineInIdle;
        lineInIdle = Optional.empty();
        return line.isPresent() ? reader.collect(line.get()) : reader.read();
    }

    private void close() {
        unselect();
        user.ifPresent(User::close);
        user = Optional.empty();
    }

    // Answers.

    private void answer(Received received) throws IOException {
        switch (received) {
            case Received.Command(Bytes octets) -> answer(new ImapParser(octets));
            case Received.TooBig(Bytes start, String why) -> reject(start, why);
        }
    }

    private void answer(ImapParser parser) throws IOException {
        String tag;
        try {
            tag = parser.tag();
        } catch (SyntaxError error) {
            writer.bad(Refusals.why(error));
            countBad();
            return;
        }
        try {
            carryOut(tag, parser.command());
            badInARow = 0;
        } catch (SyntaxError error) {
            writer.bad(tag, Refusals.why(error));
            countBad();
        } catch (Refused refusal) {
            writer.no(tag, refusal.code(), Refusals.why(refusal));
        }
    }

    private void carryOut(String tag, ImapCommand command)
            throws IOException, SyntaxError, Refused {
        checkThere(command);
        try {
            Done done =
                    switch (command) {
                        case InAnyState it -> carryOut(it);
                        case WhenNotAuthenticated it -> carryOut(tag, it);
                        case WhenAuthenticated it -> carryOut(it, user().account());
                        case WhenSelected it -> carryOut(tag, it, user().account(), selected());
                    };
            if (selected.isPresent()) {
                selected.get().report(writer, mayExpunge(command), isUid(command));
                selected.get().qualify(writer);
            }
            if (!(command instanceof StartTls)) {
                writer.ok(tag, code(done, command), done.text());
            }
            switchOver(command);
        } catch (MailRefusal refusal) {
            writer.no(tag, Refusals.code(refusal), Refusals.why(refusal));
        } catch (AuthRefusal refusal) {
            answer(tag, refusal);
        } catch (RuntimeException failure) {
            LOG.error(
                    "{}: {} failed", connection.id(), command.getClass().getSimpleName(), failure);
            String code = Accounts.isStoreFailure(failure) ? "UNAVAILABLE" : "SERVERBUG";
            writer.no(tag, code, "that failed here; try again later");
        }
    }

    private void checkThere(ImapCommand command) throws SyntaxError {
        var extension = Capabilities.extension(command).filter(without::contains);
        if (extension.isPresent()) {
            throw new SyntaxError("there is no " + extension.get() + " for this client");
        }
    }

    /// What the operator wants otherwise for this client or account holds from now on.
    private void applyRules() {
        without = service.config().clients().without(client, login());
        reader.limitUnasked(without.contains("LITERAL+"));
    }

    private Optional<String> login() {
        return user.map(it -> it.account().address().toString());
    }

    /// Where messages went, the client keeps the mod-sequence up to which it now knows all (RFC
    /// 7162 §3.2.7, §3.2.9; not for CLOSE, §3.2.8).
    private String code(Done done, ImapCommand command) {
        boolean removes =
                command instanceof Expunge || command instanceof Move || command instanceof Replace;
        if (removes && enabled.qresync() && selected.isPresent()) {
            return "HIGHESTMODSEQ " + selected.get().view().wholeModSeq();
        }
        return done.code();
    }

    private void answer(String tag, AuthRefusal refusal) throws IOException, SyntaxError {
        String code = Refusals.code(refusal);
        if (code.isEmpty()) {
            throw new SyntaxError(Refusals.why(refusal));
        }
        writer.no(tag, code, Refusals.why(refusal));
    }

    private void reject(Bytes start, String why) throws IOException {
        try {
            writer.bad(new ImapParser(start).tag(), why);
        } catch (SyntaxError _) {
            writer.bad(why); // not even a tag
        }
        countBad();
    }

    private void countBad() throws IOException {
        if (++badInARow >= ImapLimits.BAD_COMMANDS_MAX) {
            throw new Bye("too many commands that are none");
        }
    }

    /// No message may go while numbers are in use (§7.4.1); UID commands are other commands.
    private static boolean mayExpunge(ImapCommand command) {
        return switch (command) {
            case Fetch fetch -> fetch.uid();
            case Store store -> store.uid();
            case Search search -> search.uid() && !namesNumbers(search);
            case Sort sort -> sort.uid();
            case ThreadMessages thread -> thread.uid();
            case InAnyState _, WhenNotAuthenticated _, WhenAuthenticated _, WhenSelected _ -> true;
        };
    }

    /// RFC 7162 §3.2.10.2.
    private static boolean namesNumbers(Search search) {
        return SearchKey.has(search.key(), it -> it instanceof SearchKey.Numbers);
    }

    private static boolean isUid(ImapCommand command) {
        return switch (command) {
            case Fetch fetch -> fetch.uid();
            case Store store -> store.uid();
            case Search search -> search.uid();
            case Sort sort -> sort.uid();
            case ThreadMessages thread -> thread.uid();
            case Copy copy -> copy.uid();
            case Move move -> move.uid();
            case Replace replace -> replace.uid();
            case Expunge expunge -> expunge.uids().isPresent();
            case InAnyState _, WhenNotAuthenticated _, WhenAuthenticated _, WhenSelected _ -> false;
        };
    }

    // States (§3).

    private User user() throws SyntaxError {
        return user.orElseThrow(() -> new SyntaxError("log in first"));
    }

    private Selected selected() throws SyntaxError {
        return selected.orElseThrow(() -> new SyntaxError("select a mailbox first"));
    }

    private void unselect() {
        selected.ifPresent(Selected::close);
        selected = Optional.empty();
    }

    // Commands in any state (§6.1).

    private Done carryOut(InAnyState command) throws IOException {
        return switch (command) {
            case Capability _ -> {
                writer.capability(capabilities());
                yield Done.with("that is it");
            }
            case Noop _ -> Done.with("done");
            case ImapCommand.Id(var client) -> id(client);
            case Logout _ -> {
                unselect();
                writer.bye("logging out");
                open = false;
                yield Done.with("logged out");
            }
        };
    }

    private String capabilities() {
        return Capabilities.line(
                without,
                user.isPresent(),
                service.config().messageOctetsMax(),
                connection.offersStartTls(),
                service.authenticator().allowsPlain(loggingIn.peer()),
                service.authenticator().mechanisms(loggingIn.peer()));
    }

    /// ID (RFC 2971). What the client says of itself is for the operator alone (§3).
    private Done id(Map<String, String> said) throws IOException {
        String name = Capabilities.shown(said.getOrDefault("name", "nameless"));
        client = (name + " " + Capabilities.shown(said.getOrDefault("version", ""))).strip();
        LOG.info("{}: the client is {}", connection.id(), client);
        user.ifPresent(it -> it.session().client(client));
        applyRules();
        var server = new LinkedHashMap<String, String>();
        server.put("name", "Posthouse");
        writer.id(server);
        return Done.with("glad to meet you");
    }

    // Commands before login (§6.2).

    private Done carryOut(String tag, WhenNotAuthenticated command)
            throws IOException, SyntaxError, AuthRefusal, MailRefusal {
        if (user.isPresent()) {
            throw new SyntaxError("logged in already");
        }
        switch (command) {
            case StartTls _ -> {
                startTls(tag);
                return Done.with("");
            }
            case Login login -> user = Optional.of(loggingIn.with(login));
            case Authenticate authenticate -> user = Optional.of(loggingIn.with(authenticate));
        }
        user().session().client(client);
        applyRules();
        return new Done("CAPABILITY " + capabilities(), "logged in");
    }

    /// What comes behind the answer is compressed, or not any more (RFC 4978 §3, RFC 8437 §4.1).
    private void switchOver(ImapCommand command) throws IOException {
        if (command instanceof Compress) {
            writer.flush();
            connection.compress();
        } else if (command instanceof Unauthenticate) {
            writer.flush();
            connection.endCompression();
        }
    }

    private void startTls(String tag) throws IOException, SyntaxError {
        if (!connection.offersStartTls()) {
            throw new SyntaxError("there is no TLS to start");
        }
        writer.ok(tag, "", "begin TLS now");
        writer.flush();
        connection.startTls();
    }

    // Commands after login (§6.3).

    private Done carryOut(WhenAuthenticated command, Account account)
            throws IOException, SyntaxError, MailRefusal, Refused {
        var mailboxes = new Mailboxes(account, names);
        switch (command) {
            case Select select -> {
                return select(select, account);
            }
            case Create create -> {
                var done = new Done(mailboxes.create(create), "created");
                tellNormalized(account, create.mailbox(), create.mailbox());
                return done;
            }
            case Delete delete -> {
                int gone = mailboxes.delete(delete);
                tellNormalized(account, delete.mailbox(), delete.mailbox());
                if (selected.isPresent() && selected.get().id() == gone) {
                    unselect();
                }
            }
            case Rename rename -> {
                mailboxes.rename(rename);
                tellNormalized(account, rename.from(), rename.to());
            }
            case Subscribe subscribe -> mailboxes.subscribe(subscribe);
            case ListMailboxes list -> listing(account).list(list);
            case Lsub lsub -> listing(account).lsub(lsub);
            case Status status -> {
                turnCondstoreOn(status.items());
                status(account).run(status);
            }
            case Append append -> {
                var done = new Done(appending(account).append(append), "appended");
                tellNormalized(account, append.mailbox(), append.mailbox());
                return done;
            }
            case Namespace _ -> writer.namespace();
            case ImapCommand.Enable(var names) -> {
                boolean before = enabled.condstore();
                var there = names.stream().filter(name -> !without.contains(name)).toList();
                writer.enabled(enabled.enable(there));
                if (selected.isPresent() && !before && enabled.condstore()) {
                    writer.highestModSeq(selected.get().view().wholeModSeq());
                }
            }
            case Compress(var algorithm) -> checkCompress(algorithm);
            case Unauthenticate _ -> {
                close();
                enabled.clear();
                applyRules();
                connection.readTimeout(service.config().loginTimeout());
            }
            case GetQuota get -> new Quotas(account, names, writer).get(get);
            case GetQuotaRoot get -> new Quotas(account, names, writer).root(get);
            case SetQuota set -> new Quotas(account, names, writer).set(set);
            case Idle _ -> lineInIdle = idling().run(account, selected);
        }
        return Done.with("done");
    }

    private void checkCompress(String algorithm) throws SyntaxError {
        if (!algorithm.equals("DEFLATE")) {
            throw new SyntaxError("COMPRESS knows no " + algorithm);
        }
        if (connection.isCompressed()) {
            throw new SyntaxError("COMPRESS is active already");
        }
        if (connection.hasInput()) {
            throw new SyntaxError("nothing may come behind COMPRESS before its answer");
        }
    }

    private Listing listing(Account account) {
        return new Listing(account, names, writer, status(account));
    }

    private void tellNormalized(Account account, Bytes called, Bytes now)
            throws IOException, MailRefusal {
        if (enabled.imap4rev2()) {
            listing(account).normalized(called, now);
        }
    }

    /// STATUS (HIGHESTMODSEQ) asks for mod-sequences from now on (RFC 7162 §3.1).
    private void turnCondstoreOn(List<StatusItem> items) throws IOException {
        if (!items.contains(StatusItem.HIGHESTMODSEQ)) {
            return;
        }
        if (selected.isPresent()) {
            selected.get().turnCondstoreOn(writer);
        } else {
            var _ = enabled.turnCondstoreOn();
        }
    }

    private MailboxStatus status(Account account) {
        return new MailboxStatus(account, names, writer, service.config().messageOctetsMax());
    }

    private Appending appending(Account account) {
        return new Appending(
                service.accounts(),
                account,
                new Mailboxes(account, names),
                reader,
                enabled,
                service.config().messageOctetsMax());
    }

    private Idling idling() {
        var config = service.config();
        boolean rare = config.clients().isRarelyDisturbed(client, login());
        return new Idling(
                connection,
                reader,
                writer,
                service.timers(),
                rare ? ImapConfig.RARE_HEARTBEAT : config.heartbeat());
    }

    /// §6.3.1: also a SELECT that fails leaves no mailbox selected.
    private Done select(Select command, Account account)
            throws IOException, SyntaxError, MailRefusal {
        if (command.resync().isPresent() && !enabled.qresync()) {
            throw new SyntaxError("QRESYNC must be enabled first"); // RFC 7162 §3.2.5
        }
        if (selected.isPresent()) {
            unselect();
            writer.ok("CLOSED", "the mailbox before"); // RFC 7162 §3.2.11
        }
        selected =
                Optional.of(
                        new Selecting(account, writer, names, listing(account), enabled)
                                .run(command));
        return command.readOnly()
                ? new Done("READ-ONLY", "examine at leisure")
                : new Done("READ-WRITE", "selected");
    }

    // Commands on a mailbox (§6.4).

    private Done carryOut(String tag, WhenSelected command, Account account, Selected mailbox)
            throws IOException, SyntaxError, MailRefusal, Refused {
        switch (command) {
            case Check _ -> {}
            case Close _ -> {
                if (!mailbox.readOnly()) {
                    expunge(account, mailbox, mailbox.allUids());
                }
                unselect();
            }
            case Unselect _ -> unselect();
            case Expunge(var uids) -> {
                mailbox.checkWritable();
                UidSet may =
                        uids.isPresent()
                                ? mailbox.uids(mailbox.numbers(uids.get(), true))
                                : mailbox.allUids();
                expunge(account, mailbox, may);
            }
            case Search search -> searching(tag, account, mailbox, 1).run(tag, search, writer);
            case Sort sort ->
                    new Sorting(account, mailbox, searching(tag, account, mailbox, 2))
                            .run(sort, writer);
            case ThreadMessages thread ->
                    writer.thread(
                            new Threading(account, mailbox, searching(tag, account, mailbox, 2))
                                    .run(thread));
            case Fetch fetch -> new Fetching(account, mailbox, writer).run(fetch);
            case Store store -> {
                return new Done(new Storing(account, mailbox, writer).run(store), "done");
            }
            case Copy copy -> {
                return new Done(copying(account, mailbox).copy(copy), "copied");
            }
            case Move move -> copying(account, mailbox).move(move);
            case Replace replace ->
                    writer.ok(appending(account).replace(replace, mailbox), "replaced");
        }
        return Done.with("done");
    }

    private Copying copying(Account account, Selected mailbox) {
        return new Copying(account, new Mailboxes(account, names), mailbox, writer);
    }

    /// @param rounds how often the command goes through the messages
    private Searching searching(String tag, Account account, Selected mailbox, int rounds) {
        var accounts = service.accounts();
        var progress = new InProgress(writer, accounts::now, tag, rounds * mailbox.view().size());
        return new Searching(account, mailbox, accounts.now(), progress);
    }

    private static void expunge(Account account, Selected mailbox, UidSet uids) throws MailRefusal {
        if (!uids.isEmpty()) {
            var _ = account.expunge(mailbox.id(), uids);
        }
    }
}
