package dev.millrace.server.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The first words of Kafka's protocol, spoken by hand: Kafka's client only says that it waited in vain where it is spoken to in the wrong way.
 *
 * <pre>
 *   ApiVersions  ─▶  answered by every listener, before anybody signs in
 *   SaslHandshake ─▶ 0, or 33 with the mechanisms it knows: a listener that wants a sign-in;  34: one that does not
 * </pre>
 */
final class KafkaGreeting {
    private static final short API_VERSIONS = 18;
    private static final short SASL_HANDSHAKE = 17;
    private static final short ILLEGAL_SASL_STATE = 34;
    private static final int LONGEST = 1_000_000;
    private static final int TLS_ALERT = 0x15;

    private KafkaGreeting() {}

    /** Who is there. @param mechanisms with which one can sign in; none where nobody has to */
    record Listener(boolean wantsSignIn, List<String> mechanisms) {}

    /** It spoke, but not Kafka. @param tls whether what it said was TLS's */
    static final class NotKafka extends IOException {
        private final boolean tls;

        NotKafka(boolean tls) {
            super("no answer of Kafka");
            this.tls = tls;
        }

        boolean isTls() {
            return tls;
        }
    }

    /** @throws NotKafka @throws IOException where it hangs up or nothing comes in time */
    static Listener greet(Socket socket) throws IOException {
        var out = new DataOutputStream(socket.getOutputStream());
        var in = new DataInputStream(socket.getInputStream());
        ask(out, API_VERSIONS, (short) 0, 1, new byte[0]);
        if (answer(in, 1).getShort() != 0) {
            throw new NotKafka(false);
        }
        byte[] mechanism = "PLAIN".getBytes(StandardCharsets.US_ASCII);
        ask(out, SASL_HANDSHAKE, (short) 1, 2, ByteBuffer.allocate(2 + mechanism.length).putShort((short) mechanism.length).put(mechanism).array());
        ByteBuffer answer = answer(in, 2);
        boolean none = answer.getShort() == ILLEGAL_SASL_STATE;
        var known = new ArrayList<String>();
        for (int left = answer.getInt(); left > 0; left--) {
            var name = new byte[answer.getShort()];
            answer.get(name);
            known.add(new String(name, StandardCharsets.US_ASCII));
        }
        return new Listener(!none, List.copyOf(known));
    }

    private static void ask(DataOutputStream out, short what, short version, int number, byte[] body) throws IOException {
        byte[] me = "millrace".getBytes(StandardCharsets.US_ASCII);
        out.writeInt(2 + 2 + 4 + 2 + me.length + body.length);
        out.writeShort(what);
        out.writeShort(version);
        out.writeInt(number);
        out.writeShort(me.length);
        out.write(me);
        out.write(body);
        out.flush();
    }

    private static ByteBuffer answer(DataInputStream in, int number) throws IOException {
        int length = in.readInt();
        if (length < 4 || length > LONGEST) {
            throw new NotKafka(length >>> 24 == TLS_ALERT);
        }
        var bytes = new byte[length];
        in.readFully(bytes);
        ByteBuffer answer = ByteBuffer.wrap(bytes);
        if (answer.getInt() != number) {
            throw new NotKafka(false);
        }
        return answer;
    }
}
