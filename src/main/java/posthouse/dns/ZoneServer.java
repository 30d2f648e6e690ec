package posthouse.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A small name server for demonstrations and tests: answers from the records it was given, over
/// UDP, and knows no other names. One thread.
public final class ZoneServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZoneServer.class);
    private static final int QUESTION_OCTETS_MAX = 4096;

    /// What a client takes that does not say (RFC 1035 §4.2.1).
    private static final int ANSWER_OCTETS_MAX = 4096;

    private final DatagramSocket socket;
    private final List<Record> records;

    private ZoneServer(DatagramSocket socket, List<Record> records) {
        this.socket = socket;
        this.records = records;
    }

    /// Starts on a port of its own.
    ///
    /// @param address to listen on
    /// @param zone records as a master file has them (RFC 1035 §5), names in full
    /// @throws IOException if the port cannot be had or the zone cannot be read
    public static ZoneServer start(InetAddress address, String zone) throws IOException {
        var server = new ZoneServer(new DatagramSocket(0, address), read(zone));
        Thread.ofPlatform().daemon().name("name-server").start(server::serve);
        return server;
    }

    private static List<Record> read(String zone) throws IOException {
        var records = new ArrayList<Record>();
        try (var master =
                new Master(
                        new java.io.ByteArrayInputStream(
                                zone.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                        Name.root,
                        60)) {
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                records.add(next);
            }
        }
        return records;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[QUESTION_OCTETS_MAX], QUESTION_OCTETS_MAX);
        while (!socket.isClosed()) {
            try {
                packet.setLength(QUESTION_OCTETS_MAX);
                socket.receive(packet);
                byte[] answer = answer(packet).toWire(ANSWER_OCTETS_MAX);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException | RuntimeException failure) {
                if (!socket.isClosed()) {
                    LOG.debug("a question that could not be answered", failure);
                }
            }
        }
    }

    private Message answer(DatagramPacket packet) throws IOException {
        var asked = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        Record question = asked.getQuestion();
        var answer = new Message(asked.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        boolean known = false;
        for (Record record : records) {
            if (record.getName().equals(question.getName()) && record.getDClass() == DClass.IN) {
                known = true;
                if (record.getType() == question.getType() || record instanceof CNAMERecord) {
                    answer.addRecord(record, Section.ANSWER);
                }
            }
        }
        if (!known) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            authority(question.getName(), answer);
        }
        return answer;
    }

    /// The SOA by which a negative answer may be remembered (RFC 2308 §3).
    private void authority(Name name, Message answer) {
        for (Record record : records) {
            if (record.getType() == Type.SOA && name.subdomain(record.getName())) {
                answer.addRecord(record, Section.AUTHORITY);
            }
        }
    }
}
