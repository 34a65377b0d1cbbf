using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>What a command runs with.</summary>
/// <param name="Engine">Carries its requests.</param>
/// <param name="Pod">Where it runs.</param>
/// <param name="Container">In which container.</param>
/// <param name="Session">What its requests share.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="CancellationToken">Cancelled when the caller goes away.</param>
internal sealed record CommandContext(TrafficEngine Engine, PodView Pod, JsonObject Container, TrafficSession Session, Func<string, Task> Output, Func<string, Task> Error, CancellationToken CancellationToken)
{
    /// <summary>Starts to write a run's requests to the ledgers at the pace they would really have had.</summary>
    public required Action<LedgerPlayback> Play { get; init; }

    public TimeProvider Clock => Pod.Cluster.Clock;

    /// <summary>Sends one request at once and notes it.</summary>
    public HttpReply Send(HttpCall call)
    {
        var reply = Engine.Send(Pod, call, new TrafficMoment(Session, Clock.GetUtcNow()));
        foreach (var passed in Session.Passed)
        {
            passed.Cluster.Traffic.Record(passed.Namespace, passed.Pod, 1, passed.Bytes, Clock.GetUtcNow());
        }

        Session.Passed.Clear();
        return reply;
    }

    /// <summary>Waits for as long as something takes, shortened as all time in a command is.</summary>
    public Task WaitAsync(TimeSpan time) => time < TimeSpan.FromMilliseconds(100) ? Task.CompletedTask : Task.Delay(time / LoadRun.Compression, Clock, CancellationToken);
}
