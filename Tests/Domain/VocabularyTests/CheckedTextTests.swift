import EventSourcing
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("Checked text") struct CheckedTextTests {
    @Test(arguments: ["chess-club", "go", "u13-chess", "2nd-choir", "a1"])
    func `a slug is lower-case words with hyphens`(text: String) {
        #expect(Slug(text)?.text == text)
    }

    @Test(arguments: [
        "", "a", "Chess", "chess club", "-chess", "chess-", "chess--club", "schach-für-alle",
        "chess\0", "chess\n", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        String(repeating: "a", count: 61),
    ])
    func `what is no slug is refused`(text: String) {
        #expect(Slug(text) == nil)
    }

    @Test func `a broken rule is explained where it is read`() {
        let json = Data(#"["Chess Club"]"#.utf8)
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Slug].self, from: json)
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(
            context.debugDescription
                == "\"Chess Club\" is not a slug: lower-case words with hyphens, 2 to 60 "
                + "characters and no UUID, such as chess-club")
    }

    @Test func `an endless text is not repeated in the explanation`() {
        let json = Data("[\"\(String(repeating: "A", count: 10_000))\"]".utf8)
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ReasonCode].self, from: json)
        }
        #expect("\(String(describing: error))".count < 1_000)
    }

    @Test func `a checked text is written as plain text`() throws {
        let json = try JSONEncoder.canonical.encode([ReasonCode("moved-away")])
        #expect(String(decoding: json, as: UTF8.self) == #"["moved-away"]"#)
    }

    @Test(arguments: ["en", "en-GB", "zh-Hant-TW", "es-419", "ast"])
    func `a language has a script and a region where they matter`(text: String) {
        #expect(LanguageTag(text)?.text == text)
    }

    @Test(arguments: ["", "e", "EN", "english", "en_GB", "en-gb", "en-GB-oxendict", "en-"])
    func `what is no language tag is refused`(text: String) {
        #expect(LanguageTag(text) == nil)
    }

    @Test(arguments: ["00:00", "21:00", "23:59"])
    func `a time of day has hours and minutes`(text: String) {
        #expect(LocalTime(text)?.text == text)
    }

    @Test(arguments: ["24:00", "12:60", "9:00", "12:0", "12", "12:00:00", "ab:cd", "+1:00"])
    func `what is no time of day is refused`(text: String) {
        #expect(LocalTime(text) == nil)
    }

    @Test func `hashes, countries and source ids keep to their form`() {
        let digits = String(repeating: "a0", count: 32)
        #expect(CodeHash(digits) != nil)
        for wrong in [digits.uppercased(), String(digits.dropLast()), digits + "0"] {
            #expect(CodeHash(wrong) == nil)
        }
        for (text, isCountry) in [("GB", true), ("gb", false), ("GBR", false), ("", false)] {
            #expect((CountryCode(text) != nil) == isCountry)
        }
        for (text, isSource) in [("st-1042", true), ("a:b_c.d", true), ("", false)] {
            #expect((SourcedID(text) != nil) == isSource)
        }
    }
}

@Suite("Time zones and interests") struct TableTests {
    @Test(arguments: ["Europe/London", "Asia/Karachi", "America/Argentina/Buenos_Aires", "UTC"])
    func `a time zone is one that Foundation knows`(text: String) {
        #expect(TimeZoneID(text)?.isKnown == true)
    }

    @Test func `every name of the IANA table is a time zone, the older ones too`() throws {
        let file = try #require(
            Bundle.module.url(forResource: "Fixtures/time-zones", withExtension: "txt"))
        let names = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        #expect(names.count == 597)
        for name in names { #expect(TimeZoneID(String(name))?.isKnown == true, "\(name)") }
    }

    @Test(arguments: [
        "Europe/Atlantis", "GMT+2", "PST", "", "../../etc/passwd", "GMT+0200", "europe/london",
    ])
    func `what is typed in and no time zone is refused`(text: String) {
        #expect(TimeZoneID(text) == nil)
    }

    @Test func `the log may name a zone that this machine has forgotten`() throws {
        let json = Data(#"["Europe/Atlantis"]"#.utf8)
        let zones = try JSONDecoder().decode([TimeZoneID].self, from: json)
        #expect(zones.map(\.isKnown) == [false])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([TimeZoneID].self, from: Data(#"["a b"]"#.utf8))
        }
    }

    @Test func `the list of interests is in order and without doubles`() {
        #expect(Interest.known == Set(Interest.known).sorted())
        #expect(Interest.known.allSatisfy { $0.isKnown })
        #expect(!Interest("idling").isKnown)
    }
}

@Suite("Ages") struct AgeBandTests {
    @Test func `bands are ordered from the youngest`() {
        #expect(AgeBand.allCases == AgeBand.allCases.sorted())
        #expect(AgeBand.from10 < .from13 && .from16 < .adult)
    }

    @Test func `a vault reference says whose text it is`() throws {
        let reference = VaultReference(subject: .number(1), ref: .number(2))
        let json = String(decoding: try JSONEncoder.canonical.encode(reference), as: UTF8.self)
        #expect(
            json == """
                {"ref":"00000000-0000-4000-8000-000000000002",\
                "subject":"00000000-0000-4000-8000-000000000001"}
                """)
    }
}
