import Vocabulary

/// Where a school may stand, and how people are called there.
struct Place {
    let town: String
    let timeZone: TimeZoneID
    let locale: LanguageTag
    let country: CountryCode
    /// The age of consent that the state asks for.
    let consentAge: Int
    let culture: Names.Culture

    static let all = [
        Place("Leeds", "Europe/London", "en-GB", "GB", 13, Names.english),
        Place("Sevilla", "Europe/Madrid", "es", "ES", 14, Names.spanish),
        Place("Львів", "Europe/Kyiv", "uk", "UA", 16, Names.ukrainian),
        Place("Πάτρα", "Europe/Athens", "el", "GR", 15, Names.greek),
        Place("عمّان", "Asia/Amman", "ar", "JO", 16, Names.arabic),
        Place("पुणे", "Asia/Kolkata", "hi", "IN", 18, Names.hindi),
        Place("札幌", "Asia/Tokyo", "ja", "JP", 16, Names.japanese),
        Place("대전", "Asia/Seoul", "ko", "KR", 14, Names.korean),
        Place("Accra", "Africa/Accra", "en", "GH", 13, Names.english),
        Place("Lima", "America/Lima", "es-PE", "PE", 14, Names.spanish),
    ]

    private init(
        _ town: String, _ timeZone: TimeZoneID, _ locale: LanguageTag, _ country: CountryCode,
        _ consentAge: Int, _ culture: Names.Culture
    ) {
        self.town = town
        self.timeZone = timeZone
        self.locale = locale
        self.country = country
        self.consentAge = consentAge
        self.culture = culture
    }
}
