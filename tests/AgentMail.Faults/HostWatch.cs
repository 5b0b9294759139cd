using AgentMail.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentMail.Faults;

/// <summary>Gets at a program's services just before they are built, the way test hosts do, and puts the faulty database in.</summary>
internal sealed class HostWatch(Fault fault) : IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder host })
            host.ConfigureServices((_, services) => Corrupt(services));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Corrupt(IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IDatabaseEngine)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IDatabaseEngine>(provider => new FaultyEngine((IDatabaseEngine)real(provider), fault)));
    }
}
