import EventSourcing
import Tournaments
import Vocabulary

extension BracketView {
    /// The rounds, and the games whose time is agreed, as a calendar (RFC 5545).
    ///
    /// Nobody is named in it. The same events give the same bytes.
    package var calendar: String {
        guard let settings = view.settings else { return "" }
        let head = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//clubs//tournaments//EN",
            "CALSCALE:GREGORIAN", "NAME:" + settings.name.calendarText,
            "X-WR-CALNAME:" + settings.name.calendarText,
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        ]
        let rounds = (1...max(view.currentRound, settings.rounds, 1)).flatMap {
            occurrences(ofRound: $0, settings)
        }
        return (head + rounds + ["END:VCALENDAR"]).map(\.folded).joined()
    }

    private func occurrences(
        ofRound number: Int, _ settings: Tournament.Settings
    ) -> [String] {
        let title = "\(settings.name), round \(number)"
        let length = settings.timeControl.longestGame
        var lines: [String] = []
        switch view.tournament.round(number)?.publication {
        case .starts(let time?):
            lines += occurrence("\(number)", title, time, time.advanced(by: length))
        case .windowEnds(let end):
            let opening = momentsUntilThen.last {
                $0.type == "tournament.round-published" && $0.round == number
            }
            lines += occurrence(
                "\(number)", title, opening?.occurredAt ?? end, end, isBusy: false)
        case .starts(nil), nil:
            if let time = planned(number, settings) {
                lines += occurrence("\(number)", title, time, time.advanced(by: length))
            }
        }
        for board in view.tournament.round(number)?.orderedBoards ?? [] {
            guard let time = board.agreedAt else { continue }
            lines += occurrence(
                "\(number)-\(board.number)", "\(title), board \(board.number)", time,
                time.advanced(by: length))
        }
        return lines
    }

    /// When a round begins that is not published yet, where the settings say so.
    private func planned(_ number: Int, _ settings: Tournament.Settings) -> Timestamp? {
        let times = settings.roundTimesLocal
        let local =
            times.indices.contains(number - 1)
            ? times[number - 1] : number == 1 ? settings.startsAtLocal : nil
        guard case .moment(let time) = local?.read(in: settings.timeZone) else { return nil }
        return time
    }

    private func occurrence(
        _ part: String, _ title: String, _ start: Timestamp, _ end: Timestamp, isBusy: Bool = true
    ) -> [String] {
        let changes = momentsUntilThen.filter { Self.reschedules.contains($0.type) }
        return [
            "BEGIN:VEVENT", "UID:tournament-\(id)-\(part)",
            "DTSTAMP:" + (momentsUntilThen.last?.recordedAt ?? start).calendarText,
            "LAST-MODIFIED:" + (changes.last?.recordedAt ?? start).calendarText,
            "SEQUENCE:\(changes.count)", "DTSTART:" + start.calendarText,
            "DTEND:" + end.calendarText, "SUMMARY:" + title.calendarText, "CATEGORIES:CHESS",
            "STATUS:" + (view.stage == .cancelled ? "CANCELLED" : "CONFIRMED"),
            "TRANSP:" + (isBusy ? "OPAQUE" : "TRANSPARENT"), "END:VEVENT",
        ]
    }

    /// What can move something that stands in the calendar.
    private static let reschedules: Set<String> = [
        "tournament.scheduled", "tournament.amended", "tournament.postponed",
        "tournament.round-published", "tournament.round-unpaired",
        "tournament.game-time-agreed", "tournament.cancelled",
    ]
}

extension Tournament.TimeControl {
    /// Both clocks, with the increments of sixty moves.
    fileprivate var longestGame: Duration { .seconds(2 * (initialSeconds + 60 * incrementSeconds)) }
}

extension Timestamp {
    /// `20270309T180000Z`
    fileprivate var calendarText: String {
        description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}

extension String {
    fileprivate var calendarText: String {
        replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
            .replacing("\n", with: "\\n").replacing("\r", with: "")
    }

    /// In lines of at most 75 bytes, none of them ending within a character.
    fileprivate var folded: String {
        var lines = ""
        var room = 75
        for character in unicodeScalars {
            let size = UTF8.width(character)
            if size > room {
                lines += "\r\n "
                room = 74
            }
            lines.unicodeScalars.append(character)
            room -= size
        }
        return lines + "\r\n"
    }
}
