import EventSourcing

/// The time line of a club's page: a drawing, a day to choose, and the same in words.
struct LifeView: Sendable {
    /// How many days the drawing can be clicked on: the newest.
    static let strokeLimit = 60

    let chart: Chart?
    let picker: Picker
    let earlier: DayLink?
    let later: DayLink?
    let years: [Year]
    let isWhole: Bool

    struct Picker: Sendable {
        let min: String
        let max: String
        let value: String
    }

    struct DayLink: Sendable {
        let iso: String
        let day: String
        let happened: String
        let count: String
        /// Whether it is the day that the page shows.
        let isShown: Bool
    }

    struct Year: Sendable {
        let year: String
        let isOpen: Bool
        /// Whether it is too short for columns.
        let isShort: Bool
        let dayLinks: [DayLink]
    }

    /// - Parameters:
    ///   - shown: The day that the page shows; nothing for today.
    init(_ life: ClubLife, shown: CivilDate?, today: CivilDate) {
        let first = life.days.first?.date ?? today
        let last = life.days.last?.date ?? today
        let seen = shown ?? last
        let links = life.days.map { DayLink($0, isShown: $0.date == shown) }
        picker = Picker(
            min: first.description, max: max(today, last).description,
            value: (shown ?? today).description)
        earlier = zip(life.days, links).filter { $0.0.date < seen }.last?.1
        later = shown.flatMap { shown in zip(life.days, links).first { $0.0.date > shown }?.1 }
        let openYear = seen.year
        years = Dictionary(grouping: zip(life.days, links), by: { $0.0.date.year })
            .sorted { $0.key > $1.key }
            .map { year, days in
                Year(
                    year: "\(year)", isOpen: year == openYear, isShort: days.count <= 6,
                    dayLinks: days.map(\.1).reversed())
            }
        isWhole = life.isWhole
        chart = Chart(life, links, shown: shown, today: today)
    }
}

extension LifeView.DayLink {
    fileprivate init(_ day: ClubLife.Day, isShown: Bool) {
        self.init(
            iso: day.date.description, day: day.date.shortWords, happened: day.words,
            count: day.members == 1 ? "1 member" : "\(day.members) members", isShown: isShown)
    }
}

extension LifeView {
    /// The number of members as a line in steps, 1000 wide and 100 high.
    struct Chart: Sendable {
        static let width = 1000.0
        static let height = 100.0

        let line: String
        let area: String
        /// Where the shown day stands.
        let marker: String?
        let strokes: [Stroke]
        let from: String
        let to: String
        let highest: Int
        let words: String

        /// A day that can be clicked on; people without a mouse have the list below.
        struct Stroke: Sendable {
            let x: String
            let width: String
            let link: DayLink
        }

        fileprivate init?(
            _ life: ClubLife, _ links: [DayLink], shown: CivilDate?, today: CivilDate
        ) {
            // One day makes no line.
            guard life.days.count > 1, let first = life.days.first?.date,
                let last = life.days.last?.date,
                let highest = life.days.map(\.members).max(), highest > 0
            else { return nil }
            // A club that has been quiet for years still shows when it was not.
            let span = last.daysSinceEpoch - first.daysSinceEpoch
            let rest = Swift.max(7, span / 10)
            let end = Swift.max(
                last, Swift.min(today, CivilDate(daysSinceEpoch: last.daysSinceEpoch + rest)))
            let scale = Scale(first: first, days: end.daysSinceEpoch - first.daysSinceEpoch + 1)
            func y(_ members: Int) -> String {
                Scale.text(Self.height * (1 - Double(members) / Double(highest)))
            }
            var line = "M0 \(y(0))"
            for day in life.days { line += "H\(scale.x(day.date))V\(y(day.members))" }
            line += "H\(Scale.text(Self.width))"
            self.line = line
            area = line + "V\(y(0))H0Z"
            marker = shown.map { day in
                scale.middle(Swift.min(Swift.max(day, first), end))
            }
            strokes = zip(life.days, links).suffix(LifeView.strokeLimit).map { day, link in
                Stroke(x: scale.x(day.date), width: scale.dayWidth, link: link)
            }
            from = first.shortWords
            to = end == today ? "today" : end.shortWords
            self.highest = highest
            words =
                "The number of members from \(from) to \(to): \(highest) at most, "
                + "\(life.days.last?.members ?? 0) in the end."
        }
    }

    private struct Scale {
        let first: CivilDate
        let days: Int64

        private func place(_ day: CivilDate) -> Double {
            Double(day.daysSinceEpoch - first.daysSinceEpoch) / Double(days) * Chart.width
        }

        func x(_ day: CivilDate) -> String { Self.text(place(day)) }

        func middle(_ day: CivilDate) -> String {
            Self.text(place(day) + Chart.width / Double(days) / 2)
        }

        /// Wide enough to be hit.
        var dayWidth: String { Self.text(Swift.max(8, Chart.width / Double(days))) }

        /// With one digit behind the point.
        static func text(_ number: Double) -> String {
            let tenths = Int((number * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
        }
    }
}
