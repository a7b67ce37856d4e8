package shop;

final class Words {
    static String number(Long id) {
        return "no. " + id;
    }
}
