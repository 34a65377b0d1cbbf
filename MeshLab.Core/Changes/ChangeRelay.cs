using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MeshLab.Core.Changes;

/// <summary>
/// Tells the other processes on a PostgreSQL database of this one's changes, and publishes theirs here, by NOTIFY and LISTEN
/// (https://www.postgresql.org/docs/15/sql-notify.html). Changes of a twentieth of a second are told together.
/// </summary>
internal sealed partial class ChangeRelay(ChangeFeed feed, IEnumerable<SharedChange> types, IServiceProvider services, TimeProvider clock, ILogger<ChangeRelay> logger) : BackgroundService
{
    private const string Channel = "meshlab_changes";

    /// <summary>PostgreSQL takes less than 8000 bytes. Instead of a longer one, such as a change of many tasks, everything is to be read again.</summary>
    private const int LongestPayload = 7_500;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly Dictionary<Type, SharedChange> _byType = types.ToDictionary(type => type.Type);
    private readonly Dictionary<string, SharedChange> _byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);
    private readonly Channel<object> _outgoing = System.Threading.Channels.Channel.CreateBounded<object>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<SharedDatabase>()?.Source is not { } source)
        {
            return;
        }

        using var forwarding = feed.Forward(change =>
        {
            if (_byType.ContainsKey(change.GetType()))
            {
                _outgoing.Writer.TryWrite(change);
            }
        });
        await Task.WhenAll(KeepAsync(token => TellAsync(source, token), stoppingToken), KeepAsync(token => HearAsync(source, token), stoppingToken));
    }

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Pages that are late are better than none.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogBroken(logger, error);
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TellAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        while (await _outgoing.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Gather, clock, cancellationToken);
            var latest = new Dictionary<(Type, object?), object>();
            while (_outgoing.Reader.TryRead(out var change))
            {
                latest[(change.GetType(), _byType[change.GetType()].Subject(change))] = change;
            }

            var payloads = latest.Values.Select(Payload).ToArray();
            await using var command = source.CreateCommand("SELECT pg_notify($1, payload) FROM unnest($2) AS payload");
            command.Parameters.Add(new NpgsqlParameter { Value = Channel });
            command.Parameters.Add(new NpgsqlParameter { Value = payloads });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task HearAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        await using (var command = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // Whatever was told before this moment was not heard.
        feed.Publish(new ChangesMissed());
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    private string Payload(object change)
    {
        var payload = JsonSerializer.Serialize(new Envelope(_self, change.GetType().Name, JsonSerializer.SerializeToElement(change, change.GetType())));
        return payload.Length < LongestPayload ? payload : JsonSerializer.Serialize(new Envelope(_self, nameof(ChangesMissed), null));
    }

    private void Hear(string payload)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize<Envelope>(payload);
            if (envelope is null || envelope.From == _self)
            {
                return;
            }

            if (envelope.Change is not { } json)
            {
                feed.Publish(new ChangesMissed());
            }
            else if (_byName.TryGetValue(envelope.Type, out var type) && json.Deserialize(type.Type) is { } change)
            {
                ChangeFeed.Receive(() => type.Publish(feed, change));
            }
        }
        catch (JsonException error)
        {
            // Another version's, or another program's.
            LogNotUnderstood(logger, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes are not exchanged with other processes just now; tried again in a second")]
    private static partial void LogBroken(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A change that another process told of was not understood")]
    private static partial void LogNotUnderstood(ILogger logger, Exception error);

    private sealed record Envelope(string From, string Type, JsonElement? Change);
}
