using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Pods;

/// <summary>Collects what comes over the channels of an exec connection: 1 is output, 2 is error output, 3 is the command's Status.</summary>
internal sealed class ExecOutput(Action<string, string>? onOutput)
{
    private readonly Channel _output = new("stdout", onOutput);
    private readonly Channel _error = new("stderr", onOutput);
    private readonly List<byte> _status = [];

    public string StandardOutput => _output.Text;

    public string StandardError => _error.Text;

    /// <summary>Takes a piece of a message; a character may be split between pieces and messages.</summary>
    public void Take(byte channel, ReadOnlySpan<byte> bytes)
    {
        switch (channel)
        {
            case 1:
                _output.Take(bytes);
                break;
            case 2:
                _error.Take(bytes);
                break;
            case 3:
                _status.AddRange(bytes);
                break;
            default:
                // 255 says that a channel is closed (version 5 of the protocol); the status says all we need.
                break;
        }
    }

    /// <summary>The command's end, or null when the connection ended before it was told.</summary>
    public JsonObject? End()
    {
        _output.End();
        _error.End();
        try
        {
            return _status.Count == 0 ? null : JsonNode.Parse(_status.ToArray()) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Channel(string name, Action<string, string>? onOutput)
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly StringBuilder _text = new();

        public string Text => _text.ToString();

        public void Take(ReadOnlySpan<byte> bytes) => Add(bytes, flush: false);

        public void End() => Add([], flush: true);

        private void Add(ReadOnlySpan<byte> bytes, bool flush)
        {
            var characters = new char[_decoder.GetCharCount(bytes, flush)];
            var count = _decoder.GetChars(bytes, characters, flush);
            if (count > 0)
            {
                var piece = new string(characters, 0, count);
                _text.Append(piece);
                onOutput?.Invoke(name, piece);
            }
        }
    }
}
