package dev.millrace.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Gives tokens to a client that knows its secret, and tells brokers by which key they can trust them. */
public final class TokenServer {
    public static final String CLIENT = "millrace";
    public static final String SECRET = "s3cret of the client";

    private final HttpServer server;
    private final KeyPair keys;

    TokenServer() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/keys", call -> answer(call, 200, keySet()));
        server.start();
    }

    public String tokenUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    String keysUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    private void token(HttpExchange call) throws IOException {
        String expected = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(call.getRequestHeaders().getFirst("Authorization"))) {
            answer(call, 401, "{\"error\": \"invalid_client\"}");
            return;
        }
        long now = Instant.now().getEpochSecond();
        String said = base64("{\"alg\": \"RS256\", \"kid\": \"one\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(("{\"sub\": \"" + CLIENT + "\", \"scope\": \"kafka\", \"iat\": " + now + ", \"exp\": " + (now + 3600) + "}").getBytes(StandardCharsets.UTF_8));
        answer(call, 200, "{\"access_token\": \"" + said + "." + signed(said) + "\", \"token_type\": \"Bearer\", \"expires_in\": 3600}");
    }

    private String signed(String said) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(said.getBytes(StandardCharsets.US_ASCII));
            return base64(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String keySet() {
        var open = (RSAPublicKey) keys.getPublic();
        return "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"one\", \"use\": \"sig\", \"alg\": \"RS256\", \"n\": \"" + base64(bytes(open.getModulus())) + "\", \"e\": \""
                + base64(bytes(open.getPublicExponent())) + "\"}]}";
    }

    /** Without the byte that only says it is positive. */
    private static byte[] bytes(BigInteger number) {
        byte[] all = number.toByteArray();
        return all[0] == 0 ? Arrays.copyOfRange(all, 1, all.length) : all;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void answer(HttpExchange call, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        call.getRequestBody().readAllBytes();
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }
}
