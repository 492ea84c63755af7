import CommandHandling

/// How many commands the store has kept from being carried out, by cause, as OpenMetrics text.
struct RefusalCounter {
    let lanes: Lanes

    var text: String {
        let name = "clubs_commands_refused"
        let samples = RefusalCause.allCases.map { cause in
            "\(name)_total{cause=\"\(cause.rawValue)\"} \(lanes.refusedCount(by: cause))\n"
        }
        return """
            # TYPE \(name) counter
            # HELP \(name) Commands that the store has kept from being carried out.
            \(samples.joined())
            """
    }
}
