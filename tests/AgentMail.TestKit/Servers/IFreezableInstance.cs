namespace AgentMail.TestKit.Servers;

/// <summary>A server that can be made to hang: it takes connections and what is sent to it, and never answers.</summary>
internal interface IFreezableInstance : IServerInstance
{
    /// <summary>It stands still from now on, and knows nothing of it.</summary>
    Task FreezeAsync();

    /// <summary>It goes on as if nothing had happened.</summary>
    Task ThawAsync();
}
