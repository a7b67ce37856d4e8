package dev.millrace.server.rest;

import dev.millrace.server.functions.FunctionService;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that are too long, also those that do not say how long they are. */
final class SizeLimit extends OncePerRequestFilter {
    static final long MOST_BYTES = 3_000_000;

    /** More was sent than is allowed. */
    static final class TooLong extends IOException {
        TooLong(long most) {
            super("A request has at most " + most / 1_000_000 + " MB here");
        }
    }

    @Override protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long most = most(request);
        if (request.getContentLengthLong() > most) {
            problem(response, 413, "Content Too Large", new TooLong(most).getMessage());
            return;
        }
        chain.doFilter(new Limited(request, most), response);
    }

    /** Jars are larger than all else. */
    private static long most(HttpServletRequest request) {
        return request.getRequestURI().startsWith(FunctionRequests.PATH) ? FunctionService.MOST_BYTES : MOST_BYTES;
    }

    /** Writes a problem outside of Spring's handling of them; the texts hold nothing that needs escaping. */
    static void problem(HttpServletResponse response, int status, String title, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write("{\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final long most;
        private ServletInputStream stream;

        Limited(HttpServletRequest request, long most) {
            super(request);
            this.most = most;
        }

        @Override public ServletInputStream getInputStream() throws IOException {
            if (stream == null) {
                stream = new Counted(super.getInputStream(), most);
            }
            return stream;
        }

        @Override public BufferedReader getReader() throws IOException {
            String encoding = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(getInputStream(), encoding == null ? StandardCharsets.UTF_8.name() : encoding));
        }
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream body;
        private final long most;
        private long read;

        Counted(ServletInputStream body, long most) {
            this.body = body;
            this.most = most;
        }

        @Override public int read() throws IOException {
            int value = body.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override public int read(byte[] into, int offset, int length) throws IOException {
            int got = body.read(into, offset, length);
            count(Math.max(got, 0));
            return got;
        }

        private void count(int more) throws TooLong {
            read += more;
            if (read > most) {
                throw new TooLong(most);
            }
        }

        @Override public boolean isFinished() {
            return body.isFinished();
        }

        @Override public boolean isReady() {
            return body.isReady();
        }

        @Override public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
