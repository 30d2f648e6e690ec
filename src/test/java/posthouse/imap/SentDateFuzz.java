package posthouse.imap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Any Date field names a day that it holds, or none.
class SentDateFuzz {
    @FuzzTest
    void namesADayOrNone(byte[] field) {
        String text = Bytes.wrap(field).latin1();
        SentDate.day(text)
                .ifPresent(day -> {
                    boolean there = text.contains(Integer.toString(day.getDayOfMonth()));
                    if (!there || day.getYear() < 0 || day.getYear() > 9999) {
                        throw new AssertionError(text + " was read as " + day);
                    }
                });
    }
}
