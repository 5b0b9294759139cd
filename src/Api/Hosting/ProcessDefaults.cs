using AgentMail.Core.Hosting;
using AgentMail.Core.Logging;

namespace AgentMail.Api.Hosting;

/// <summary>What the process does where settings and arguments say nothing else.</summary>
internal static class ProcessDefaults
{
    private const string Address = "http://localhost:5080";

    public static void UseAgentMailDefaults(this WebApplicationBuilder builder)
    {
        var isAlone = string.IsNullOrEmpty(builder.Configuration.GetConnectionString(nameof(RunMode.RabbitMq)));
        builder.Logging.AddAgentMailDefaults(builder.Configuration, isForPeople: isAlone);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]) && string.IsNullOrEmpty(builder.Configuration["HTTP_PORTS"]))
            builder.WebHost.UseUrls(Address);
    }
}
