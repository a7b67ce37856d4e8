package dev.millrace.server.kafka;

import dev.millrace.server.embedded.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Certificates and keys of files as PEM text, which Kafka's clients take as a setting. */
final class PemFiles {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemFiles() {}

    /** All certificates of a PEM file or a key store. @throws StartRefused where there are none or they cannot be read */
    static String certificates(Path file, String password) {
        String text = text(file);
        if (isPem(text)) {
            // A key may be in the same file; it is no business of those who only trust.
            String found = String.join("", blocks(text).stream().filter(b -> b.startsWith(begin(CERTIFICATE))).toList());
            refuse(found.isEmpty(), "There is no certificate in " + file + ".");
            return found;
        }
        try {
            KeyStore store = open(file, password);
            var found = new StringBuilder();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) != null) {
                    found.append(pem(CERTIFICATE, store.getCertificate(alias).getEncoded()));
                }
            }
            refuse(found.isEmpty(), "There is no certificate in " + file + ".");
            return found.toString();
        } catch (GeneralSecurityException unreadable) {
            throw new StartRefused("The certificates in " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Settings for the first key of a PEM file or a key store, with its certificates. @throws StartRefused */
    static Map<String, String> key(Path file, String password) {
        String text = text(file);
        var settings = new HashMap<String, String>();
        settings.put("ssl.keystore.type", "PEM");
        if (isPem(text)) {
            List<String> blocks = blocks(text);
            String key = blocks.stream().filter(b -> b.contains(KEY + "-----")).findFirst().orElse("");
            String chain = String.join("", blocks.stream().filter(b -> b.startsWith(begin(CERTIFICATE))).toList());
            refuse(key.isEmpty() || chain.isEmpty(), "A certificate and its private key are needed in " + file + ", and one of them is missing.");
            refuse(key.startsWith(begin("RSA " + KEY)) || key.startsWith(begin("EC " + KEY)), "The private key in " + file
                    + " is in an older form, which Kafka does not read. Write it anew with 'openssl pkcs8 -topk8 -nocrypt'.");
            settings.put("ssl.keystore.key", key);
            settings.put("ssl.keystore.certificate.chain", chain);
            if (key.startsWith(begin("ENCRYPTED " + KEY))) {
                settings.put("ssl.key.password", password);
            }
            return settings;
        }
        try {
            KeyStore store = open(file, password);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, password.toCharArray()) : null;
                if (key != null && key.getEncoded() != null) {
                    settings.put("ssl.keystore.key", pem(KEY, key.getEncoded()));
                    var chain = new StringBuilder();
                    for (Certificate certificate : store.getCertificateChain(alias)) {
                        chain.append(pem(CERTIFICATE, certificate.getEncoded()));
                    }
                    settings.put("ssl.keystore.certificate.chain", chain.toString());
                    return settings;
                }
            }
            throw new StartRefused("There is no private key in " + file + ".");
        } catch (GeneralSecurityException unreadable) {
            throw new StartRefused("The key in " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new StartRefused("The file " + file + " for Kafka's certificates cannot be read.", unreadable);
        }
    }

    private static boolean isPem(String text) {
        return text.contains("-----BEGIN ");
    }

    private static List<String> blocks(String text) {
        var blocks = new ArrayList<String>();
        for (int from = text.indexOf("-----BEGIN "); from >= 0; from = text.indexOf("-----BEGIN ", from + 1)) {
            int end = text.indexOf("-----END ", from);
            int close = end < 0 ? -1 : text.indexOf("-----", end + 9);
            if (close > 0) {
                blocks.add(text.substring(from, close + 5) + "\n");
            }
        }
        return blocks;
    }

    private static KeyStore open(Path file, String password) throws GeneralSecurityException {
        // PKCS12 and JKS alike: Java reads both as either.
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException wrong) {
            throw new StartRefused("The key store " + file + " cannot be opened. Is the password right? PEM, PKCS12 and JKS are read.", wrong);
        }
    }

    private static String begin(String what) {
        return "-----BEGIN " + what + "-----";
    }

    private static String pem(String what, byte[] bytes) {
        return begin(what) + "\n" + LINES.encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new StartRefused(why);
        }
    }
}
