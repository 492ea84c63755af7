import PostgreSQL

extension Configuration {
    /// The same server, with the rights of the service alone: it may insert and read events, and
    /// never change or delete one.
    package var inServiceRole: Configuration {
        var copy = self
        copy.settings["role"] = "clubs_service"
        // An append's plan never depends on its values, and planning costs more than running it.
        copy.settings["plan_cache_mode"] = "force_generic_plan"
        return copy
    }
}
