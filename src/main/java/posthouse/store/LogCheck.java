package posthouse.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import posthouse.bytes.Bytes;

/// Tells a log that a power cut has torn from one that is damaged. Runs before RocksDB replays it.
///
/// RocksDB's point-in-time recovery replays the log up to its first bad record and forgets the
/// rest. That is right for the tail, which was never synced: nobody was told of it. It would be
/// silent loss if a bad disk had changed a record further ahead. The difference can be seen, since
/// the [Committer] writes nothing before its last sync has returned: behind each synced batch there
/// is a mark ([RocksBatch]), so a record that stands behind a mark proves that all before the mark
/// was durable once. A bad record that is followed by a mark that is followed by anything is
/// damage. The last synced group alone cannot be told from a torn one.
///
/// The log's format is RocksDB's: blocks of 32 KiB with records of masked CRC32C, length (two
/// octets, the low one first), type, content; a record does not cross blocks.
final class LogCheck {
    /// What a synced batch ends with: an entry of the log alone, with this content.
    static final Bytes MARK = Bytes.latin1("posthouse synced");

    private static final int BLOCK_BYTES = 32 * 1024;
    private static final int HEADER_BYTES = 7;
    private static final int CRC_MASK = 0xa282ead8;

    private boolean sawBad;
    private boolean sawMarkBehindIt;
    private boolean damaged;

    private LogCheck() {}

    /// Whether something in the logs of a database is bad that was durable once.
    static boolean isDamaged(Path database) throws IOException {
        var check = new LogCheck();
        for (Path log : logs(database)) {
            check.read(log);
        }
        return check.damaged;
    }

    private static List<Path> logs(Path database) throws IOException {
        if (!Files.isDirectory(database)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }

    private void read(Path log) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 8 * BLOCK_BYTES)) {
            byte[] block = new byte[BLOCK_BYTES];
            int length = in.readNBytes(block, 0, BLOCK_BYTES);
            while (length > 0) {
                read(Bytes.wrap(block, 0, length));
                length = in.readNBytes(block, 0, BLOCK_BYTES);
            }
        }
    }

    private void read(Bytes block) {
        int at = 0;
        while (block.length() - at >= HEADER_BYTES) {
            int crc = number(block, at, 4);
            int length = number(block, at + 4, 2);
            int end = at + HEADER_BYTES + length;
            if (end <= block.length() && unmasked(crc) == crc(block.slice(at + 6, end))) {
                good(block.slice(at + HEADER_BYTES, end));
            } else {
                sawBad = true;
            }
            if (end > block.length() || length == 0) {
                return; // the length says nothing: go on with the next block
            }
            at = end;
        }
    }

    private void good(Bytes content) {
        damaged |= sawMarkBehindIt;
        sawMarkBehindIt |= sawBad && content.endsWith(MARK);
    }

    /// A number with the low octet first.
    private static int number(Bytes block, int at, int octets) {
        int number = 0;
        for (int i = octets - 1; i >= 0; i--) {
            number = number << 8 | block.at(at + i) & 0xff;
        }
        return number;
    }

    private static int crc(Bytes typeAndContent) {
        var crc = new CRC32C();
        crc.update(typeAndContent.buffer());
        return (int) crc.getValue();
    }

    private static int unmasked(int crc) {
        int rotated = crc - CRC_MASK;
        return rotated >>> 17 | rotated << 15;
    }
}
