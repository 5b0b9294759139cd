using AgentMail.Core.Hosting;
using AgentMail.Worker.Hosting;

var builder = Host.CreateApplicationBuilder(args);
var mode = builder.Services.AddAgentMailCore(builder.Configuration);
WorkerProcess.Require(mode);
builder.Services.AddAgentMailWorker(mode);
builder.Services.AddWorkerProcess();

await builder.Build().RunAsync();
