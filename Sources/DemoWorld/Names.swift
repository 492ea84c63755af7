/// People's names in several scripts, so that whatever shows a name has met them.
enum Names {
    struct Culture {
        let given: [String]
        let family: [String]
        /// Whether the family's name comes first.
        var isFamilyFirst = false
        var separator = " "
    }

    static func name(in culture: Culture, _ dice: inout Dice) -> String {
        let (given, family) = (dice.pick(culture.given), dice.pick(culture.family))
        let parts = culture.isFamilyFirst ? [family, given] : [given, family]
        return parts.joined(separator: culture.separator)
    }

    static let english = Culture(
        given: ["Ada", "Amir", "Chloe", "Dylan", "Ella", "Finn", "Grace", "Isla", "Jack", "Zoë"],
        family: ["Ahmed", "Baker", "Clarke", "Evans", "Hughes", "Okafor", "O’Neill", "Patel"])
    static let spanish = Culture(
        given: ["Ángel", "Carmen", "Íñigo", "José", "Lucía", "Mateo", "Nuria", "Sofía"],
        family: ["Álvarez Núñez", "Castro Peña", "Fernández Ruiz", "García López", "Ibáñez Gil"])
    static let ukrainian = Culture(
        given: ["Андрій", "Богдан", "Дарина", "Катерина", "Оксана", "Софія", "Юрій"],
        family: ["Бондаренко", "Коваленко", "Мельник", "Петренко", "Шевченко"])
    static let greek = Culture(
        given: ["Αλέξανδρος", "Ελένη", "Θεόδωρος", "Ιωάννα", "Κώστας", "Σοφία"],
        family: ["Γεωργίου", "Δημητρίου", "Νικολάου", "Παπαδόπουλος"])
    static let arabic = Culture(
        given: ["أحمد", "آمنة", "حسن", "ليلى", "محمد", "مريم", "يوسف", "زينب"],
        family: ["الحسن", "الخوري", "العلي", "المصري", "حداد"])
    static let hindi = Culture(
        given: ["अर्जुन", "आरव", "दीया", "प्रिया", "मीरा", "रोहन", "सान्वी"],
        family: ["कुमार", "गुप्ता", "पटेल", "शर्मा", "सिंह"])
    static let japanese = Culture(
        given: ["陽翔", "結衣", "蓮", "葵", "さくら", "大翔", "凛"],
        family: ["佐藤", "鈴木", "高橋", "田中", "渡辺"], isFamilyFirst: true)
    static let korean = Culture(
        given: ["서연", "민준", "지우", "하은", "도윤", "수아"],
        family: ["김", "이", "박", "최", "정"], isFamilyFirst: true, separator: "")
}
