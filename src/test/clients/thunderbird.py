"""Thunderbird, clicked and typed at on a screen that nobody sees."""

import contextlib
import json
import os
import signal
import ssl
import subprocess

from marionette import CONTROL, DELETE, ENTER, ESCAPE, F5, SHIFT, Marionette
from programs import write
from server import until

# A new profile without questions, no word to anybody but the server, and no guesses at what is junk.
PREFERENCES = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.auto": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.server.default.spamLevel": 0,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "marionette.port": 0,
    "network.proxy.type": 0,
}
# What every script here knows: the tab with folders, messages and the message that is read, and how to find things in it.
KNOWN = """
    const pane = document.getElementById("tabmail")?.currentAbout3Pane;
    const account = () => MailServices.accounts.defaultAccount.incomingServer;
    const folder = path => path.split("/").reduce((inner, name) => inner.getChildNamed(name), account().rootFolder);
    const folderRow = path => pane.folderPane.getRowForFolder(folder(path)).querySelector(".name");
    const cards = () => [...pane.threadTree.querySelectorAll(".subject")];
    const card = subject => cards().find(line => line.textContent == subject);
    const message = () => pane.messageBrowser.contentWindow;
    """
FIND = """
    const session = Cc["@mozilla.org/messenger/searchSession;1"].createInstance(Ci.nsIMsgSearchSession);
    session.addScopeTerm(Ci.nsMsgSearchScope.onlineMail, folder("INBOX"));
    const field = { Date: "date", Size: "size", AgeInDays: "age", MsgStatus: "status" };
    for (const [attribute, operator, text] of args.filter(Array.isArray)) {
        const term = session.createTerm();
        const value = term.value;
        term.attrib = value.attrib = Ci.nsMsgSearchAttrib[attribute];
        value[field[attribute] ?? "str"] =
            attribute == "MsgStatus" ? Ci.nsMsgMessageFlags[text] : attribute == "Date" ? text * 1e6 : text;
        term.value = value;
        term.op = Ci.nsMsgSearchOp[operator];
        term.booleanAnd = !args.includes("or");
        session.appendTerm(term);
    }
    const found = [];
    return await new Promise(done => {
        session.registerListener({
            onNewSearch() {},
            onSearchHit: message => found.push(message.mime2DecodedSubject),
            onSearchDone: status => done(Components.isSuccessCode(status) ? found : [`fails with ${status}`]),
        });
        session.search(msgWindow);
    });
    """
SET_UP = """
    const [address, password, certificate, host, imap, smtp, security] = args;
    const modules = "resource:///modules/accountcreation/";
    const { AccountConfig } = ChromeUtils.importESModule(modules + "AccountConfig.sys.mjs");
    const { ConfigVerifier } = ChromeUtils.importESModule(modules + "ConfigVerifier.sys.mjs");
    const { CreateInBackend } = ChromeUtils.importESModule(modules + "CreateInBackend.sys.mjs");

    const known = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB)
        .constructX509FromBase64(certificate);
    const exceptions = Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService);
    for (const port of [imap, smtp]) {
        exceptions.rememberValidityOverride(host, port, {}, known, false);
    }

    const config = new AccountConfig();
    const same = {
        hostname: host, username: address, password, auth: Ci.nsMsgAuthMethod.passwordCleartext,
        socketType: security == "tls" ? Ci.nsMsgSocketType.SSL : Ci.nsMsgSocketType.alwaysSTARTTLS,
    };
    Object.assign(config.identity, { realname: "Somebody", emailAddress: address });
    Object.assign(config.incoming, same, { type: "imap", port: imap });
    Object.assign(config.outgoing, same, { type: "smtp", port: smtp });
    config.rememberPassword = true;
    const verifier = new ConfigVerifier(msgWindow, new AbortController().signal);
    await CreateInBackend.createAccountInBackend(await verifier.verifyConfig(config, false));
    """


@contextlib.contextmanager
def screen():
    """The number of an X server of its own."""
    reading_end, writing_end = os.pipe()
    with subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing_end), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
            pass_fds=[writing_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writing_end)
        try:
            with open(reading_end, encoding="ascii") as file:
                number = file.readline().strip()
            assert number, "Xvfb does not start"
            yield ":" + number
        finally:
            server.terminate()


class Thunderbird:
    """Thunderbird on its own profile in `folder`; it can be started there again."""

    def __init__(self, folder, display, preferences=None):
        self.folder = folder
        profile = os.path.join(folder, "profile")
        os.makedirs(profile, exist_ok=True)
        wanted = PREFERENCES | (preferences or {})
        write(profile, "user.js", "".join(f'user_pref("{k}", {json.dumps(v)});\n' for k, v in wanted.items()))
        with open(os.path.join(folder, "thunderbird.log"), "wb") as log:
            self.process = subprocess.Popen(
                ["thunderbird", "--profile", profile, "--no-remote", "--marionette", "--remote-allow-system-access"],
                env=dict(os.environ, HOME=folder, DISPLAY=display, LC_ALL="C.UTF-8", TZ="UTC"),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            port = until("Thunderbird is up", lambda: self.port(profile), 60)
            self.marionette = Marionette(port)
            self.main = self.marionette.window()
            until("its window", lambda: self.value("Boolean(pane?.folderTree)"), 30)
        except BaseException:
            self.kill()
            raise

    def port(self, profile):
        assert self.process.poll() is None, "Thunderbird has ended: " + self.log()
        with contextlib.suppress(FileNotFoundError), \
                open(os.path.join(profile, "MarionetteActivePort"), encoding="ascii") as file:
            return int(file.read() or 0)
        return 0

    def log(self):
        with open(os.path.join(self.folder, "thunderbird.log"), encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:]

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        try:
            if failure[0] is None:
                self.marionette.ask("Marionette:Quit", {"flags": ["eAttemptQuit"]})
                self.process.wait(30)
            self.marionette.close()
        finally:
            self.kill()

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def script(self, body, *arguments):
        return self.marionette.script(KNOWN + body, *arguments)

    def value(self, expression, *arguments):
        return self.script(f"return ({expression});", *arguments)

    def click(self, expression):
        self.marionette.click(KNOWN, expression)

    def keys(self, text):
        self.marionette.type(text)

    def set_up(self, server, account, security="tls"):
        """What the account hub does with what was typed into it: log in to try it, keep the account and its password."""
        host, imap = server.endpoint("imap", security)
        smtp = server.endpoint("submission", security)[1]
        certificate = ssl.get_server_certificate(server.endpoint("imap", "tls"))
        base64 = "".join(line for line in certificate.splitlines() if not line.startswith("-----"))
        self.script(SET_UP, account.address, account.password, base64, host, imap, smtp, security)

    def folders(self):
        """The names in the folder pane, below the account."""
        return self.value("""
            [...pane.folderTree.querySelectorAll("li")]
                .map(row => row.uri ?? "")
                .filter(uri => uri.startsWith(account().serverURI + "/"))
                .map(uri => decodeURIComponent(uri.slice(account().serverURI.length + 1)))""")

    def open(self, path):
        until(f"the folder {path}", lambda: self.value("folderRow(args[0]) != null", path))
        self.click(f"folderRow({json.dumps(path)})")

    def rows(self):
        """The subjects in the list of messages."""
        return self.value("cards().map(line => line.textContent)")

    def until_rows(self, *subjects):
        with told(lambda: f"there are {self.rows()}"):
            until(f"messages {sorted(subjects)}", lambda: sorted(self.rows()) == sorted(subjects), 20)

    def get_messages(self):
        """Asks for what is new: an EXISTS in the answer to a STORE it does not take to heart."""
        self.marionette.press(F5)

    def show_threads(self):
        """The messages of every conversation, not only its first."""
        self.keys("*")

    def has(self, mark, subject):
        """Whether the list shows a message as flagged, unread or the like."""
        return mark in self.value("card(args[0]).closest('tr').dataset.properties.split(' ')", subject)

    def select(self, subject):
        """Opens a message in the message pane."""
        self.click(f"card({json.dumps(subject)})")
        until(f"{subject} is selected", lambda: self.value("pane.gDBView.hdrForFirstSelectedMessage?.mime2DecodedSubject")
              == subject)

    def text(self):
        return self.value("message().getMessagePaneBrowser().contentDocument?.body?.textContent ?? ''")

    def until_text(self, text):
        """The message that is shown has this text."""
        with told(lambda: f"there is {self.text()!r}"):
            until(f"the text {text!r}", lambda: text in self.text())

    def attachments(self):
        return self.value("message().currentAttachments.map(attachment => [attachment.name, attachment.size])")

    def quick_filter(self, text):
        self.marionette.press(CONTROL, SHIFT, "k")
        until("the quick filter", lambda: self.value("pane.document.activeElement.id") == "qfb-qs-textbox")
        self.keys(text)

    def quick_filter_off(self):
        """Escape once for the text, once for the bar."""
        self.marionette.press(ESCAPE)
        self.marionette.press(ESCAPE)

    def move_to(self, path):
        """What the items in the menu "Move To" do."""
        self.script("pane.commandController.doCommand('cmd_moveMessage', folder(args[0]));", path)

    def copy_to(self, path):
        self.script("pane.commandController.doCommand('cmd_copyMessage', folder(args[0]));", path)

    def undo(self):
        self.marionette.press(CONTROL, "z")

    def make_folder(self, name):
        """What the dialog "New Folder" does in the end."""
        self.script("account().rootFolder.createSubfolder(args[0], msgWindow);", name)
        until(f"the folder {name}", lambda: name in self.folders())

    def rename_folder(self, path, name):
        self.script("folder(args[0]).rename(args[1], msgWindow);", path, name)

    def delete_folder(self, path):
        """Into the trash, for who says so when asked."""
        self.script("const gone = folder(args[0]); setTimeout(() => gone.deleteSelf(msgWindow));", path)
        self.marionette.confirm()

    def empty_trash(self):
        self.script("folder('Trash').emptyTrash(null);")

    def delete(self):
        self.marionette.press(DELETE)

    def search(self, attribute, text):
        """The subjects of what the window "Search Messages" finds in INBOX, asking the server."""
        self.marionette.press(CONTROL, SHIFT, "f")
        with self.window("searchVal0"):
            if not self.value("gSearchOnline"):
                self.click("document.getElementById('checkSearchOnline')")
            self.script("""
                const menu = document.querySelector("#searchAttr0 menulist");
                menu.selectedItem = [...menu.querySelectorAll("menuitem")].find(item => item.label == args[0]);
                menu.selectedItem.doCommand();""", attribute)
            self.click("document.querySelector('#searchVal0 > :not([hidden])')")
            self.keys(text)
            self.click("document.getElementById('search-button')")
            until("the end of the search", lambda: self.value("document.getElementById('statusText').value").endswith("found"))
            found = self.value("""
                [...Array(gFolderDisplay.view.dbView.rowCount).keys()]
                    .map(row => gFolderDisplay.view.dbView.getMsgHdrAt(row).mime2DecodedSubject)""")
            self.marionette.close_window()
        return found

    def find(self, *criteria):
        """The same without the window: criteria are of `nsMsgSearchAttrib`, `nsMsgSearchOp` and a value; all hold, or "or"."""
        return self.script(FIND, *criteria)

    def send(self, to, subject, text):
        """Writes a message, and sends it."""
        self.marionette.press(CONTROL, "n")
        with self.window("messageEditor"):
            until("an empty letter", lambda: self.value("document.activeElement?.id") == "toAddrInput")
            self.keys(to)
            self.marionette.press(ENTER)
            self.click("document.getElementById('msgSubject')")
            self.keys(subject)
            self.click("document.getElementById('messageEditor')")
            self.keys(text)
            self.click("document.getElementById('button-send')")

    @contextlib.contextmanager
    def reply(self):
        """An answer to the message that is selected: written here, then sent."""
        self.marionette.press(CONTROL, "r")
        with self.window("messageEditor"):
            until("an answer", lambda: self.value(
                "document.activeElement?.id == 'messageEditor' && document.getElementById('msgSubject').value.startsWith('Re: ')"))
            yield
            self.click("document.getElementById('button-send')")

    def save_draft(self):
        self.marionette.press(CONTROL, "s")

    @contextlib.contextmanager
    def window(self, element):
        """The window that has just been opened, once the element of that id is there; it ends by being closed."""
        until("one more window", lambda: len(self.marionette.windows()) == 2)
        self.marionette.switch(next(w for w in self.marionette.windows() if w != self.main))
        until(element, lambda: self.value("document.getElementById(args[0]) != null", element))
        yield
        self.marionette.switch(self.main)
        until("the window is closed", lambda: len(self.marionette.windows()) == 1, 20)


@contextlib.contextmanager
def told(what):
    """Adds to a failure what was there instead."""
    try:
        yield
    except AssertionError as failure:
        raise AssertionError(f"{failure}; {what()}") from None
