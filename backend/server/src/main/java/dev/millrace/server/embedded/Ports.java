package dev.millrace.server.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on loopback. */
public final class Ports {
    private Ports() {}

    /** The port itself, or a free one for 0. @throws StartRefused where something else listens on it */
    public static int claim(int port, String who, String setting) {
        if (port < 0 || port > 65_535) {
            throw new StartRefused(setting + " is " + port + ", but ports are numbers from 1 to 65535.");
        }
        if (port == 0) {
            return FreePorts.one();
        }
        try (var socket = new ServerSocket()) {
            // A port in TIME_WAIT from the last run is free for servers that reuse addresses, as all of ours do.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartRefused("Port " + port + " is taken, and " + who + " needs it: stop what listens there, or choose another port with "
                    + setting + ".", e);
        }
    }
}
