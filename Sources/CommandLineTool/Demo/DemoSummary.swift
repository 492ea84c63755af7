import EventSourcing
import Foundation

/// What the demonstration has shown, and where to look on.
struct DemoSummary {
    let address: String
    let rosters: KarateStory.Rosters
    let tournaments: [ChessStory.Shown]
    let admin: PersonID
    /// The data folder of the private server, where there is one.
    let folder: DataFolder?
    let took: Duration
    let staysUp: Bool

    func print() {
        Terminal.print("")
        var table = Table("EVENING OF", "KARATE CLUB", "MR. HI'S CLUB")
        for (day, counts) in [
            (KarateStory.Day.before, rosters.before), (KarateStory.Day.during, rosters.during),
            (KarateStory.Day.after, rosters.after),
        ] {
            table.append(
                day.description, "\(counts.old) members",
                counts.new.map { "\($0) members" } ?? "not founded yet")
        }
        table.print()
        let seconds = String(format: "%.1f s", took / .seconds(1))
        Terminal.print("")
        Terminal.print(
            "Told in \(seconds), the start included. The people and their sides, the results and "
                + "ratings are real; days and most names are invented.")
        Terminal.print("")
        for line in whereToLook { Terminal.print(line) }
    }

    private var whereToLook: [String] {
        let data = folder.map { "CLUBS_DATA=\($0.path) " } ?? ""
        let log = "  \(data)clubs log show --limit 5"
        guard staysUp else { return ["Look at the log:", log] }
        let club = "\(address)/c/\(KarateStory.club)"
        return [
            "The club's page:   \(club)",
            "In the middle:     \(club)?asOf=\(KarateStory.Day.during)T23:59:59Z",
            "The other club:    \(address)/c/\(KarateStory.newClub)",
            "The tournaments:",
        ] + tournaments.map { "  \(address)\($0.path)  \($0.words)" } + [
            "Sign in as the registrar:",
            "  \(data)clubs token --person \(admin) --browser --url \(address) "
                + "--next /c/\(KarateStory.club)",
            "The log:", log,
            "Ctrl-C ends it.",
        ]
    }
}
