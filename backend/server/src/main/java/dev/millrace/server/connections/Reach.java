package dev.millrace.server.connections;

import dev.millrace.server.connections.ConnectionCheck.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The first steps to any system: a host, a port, somebody who listens, with TLS or without. */
public final class Reach {
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(3).toMillis();
    private static final int READ_MILLIS = (int) Duration.ofSeconds(3).toMillis();

    private Reach() {}

    /** It ends here; the message is one sentence for people. */
    public static final class Failed extends Exception {
        private final Cause why;
        private final String hint;

        public Failed(Cause why, String finding, String hint) {
            super(finding);
            this.why = why;
            this.hint = hint;
        }

        public Cause why() {
            return why;
        }

        public String hint() {
            return hint;
        }
    }

    /** An open connection with limits on waiting. @throws Failed where nobody answers */
    public static Socket connect(String host, int port) throws Failed {
        String at = host + ":" + port;
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new Failed(Cause.UNKNOWN_HOST, "No host is called '" + host + "'", "Look whether the name is right, and known to the machine that Millrace runs on");
        }
        var socket = new Socket();
        try {
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(new InetSocketAddress(found[0], port), CONNECT_MILLIS);
            return socket;
        } catch (ConnectException refused) {
            close(socket);
            throw new Failed(Cause.NOTHING_LISTENS, "Nothing listens at " + at, "Look whether it runs, and whether the port is right");
        } catch (SocketTimeoutException silent) {
            close(socket);
            throw new Failed(Cause.NO_ANSWER, at + " does not answer", "Look whether the address is right, and whether a firewall is in between");
        } catch (IOException other) {
            close(socket);
            throw new Failed(Cause.NO_ANSWER, at + " cannot be reached: " + other.getMessage(), "Look whether the network is up, and the address right");
        }
    }

    /** Whether whoever listens there speaks TLS, whatever certificate it shows. */
    public static boolean speaksTls(String host, int port) {
        try (SSLSocket socket = startTls(connect(host, port), host, port)) {
            return true;
        } catch (IOException | Failed no) {
            return false;
        }
    }

    /** Speaks TLS without looking at the certificate: to find out what is the matter, never to send a secret. */
    public static SSLSocket startTls(Socket socket, String host, int port) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
            tls.startHandshake();
            return tls;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java has no TLS", impossible);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException nothingToSave) {
            // It was not open.
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
