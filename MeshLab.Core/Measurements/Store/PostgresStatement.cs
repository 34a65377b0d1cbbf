using Npgsql;
using NpgsqlTypes;

namespace MeshLab.Core.Measurements.Store;

/// <summary>A statement that PostgreSQL prepares when it has come a few times. A connection reads one answer at a time: read it to its end, or reset it, before another runs.</summary>
internal sealed class PostgresStatement : Statement
{
    private readonly NpgsqlCommand _command;
    private NpgsqlDataReader? _reader;

    public PostgresStatement(NpgsqlConnection connection, string text)
    {
        _command = connection.CreateCommand();
        _command.CommandText = UsageSql.ForPostgres(text);
    }

    public override void Bind(int parameter, long value) => Set(parameter, NpgsqlDbType.Bigint, value);

    public override void Bind(int parameter, long? value) => Set(parameter, NpgsqlDbType.Bigint, value is { } number ? number : DBNull.Value);

    public override void Bind(int parameter, double? value) => Set(parameter, NpgsqlDbType.Double, value is { } number ? number : DBNull.Value);

    public override void Bind(int parameter, string? value) => Set(parameter, NpgsqlDbType.Text, value is not null ? value : DBNull.Value);

    public override int Execute()
    {
        var reader = _reader ??= _command.ExecuteReader();
        while (reader.Read())
        {
        }

        Reset();
        return reader.RecordsAffected;
    }

    public override bool Read()
    {
        _reader ??= _command.ExecuteReader();
        if (_reader.Read())
        {
            return true;
        }

        Reset();
        return false;
    }

    public override long Integer(int column) => _reader!.GetFieldValue<long>(column);

    public override string Text(int column) => _reader!.GetString(column);

    public override long? IntegerOrNull(int column) => _reader!.IsDBNull(column) ? null : Integer(column);

    public override double? RealOrNull(int column)
    {
        var reader = _reader!;
        return reader.IsDBNull(column) ? null
            : reader.GetFieldType(column) == typeof(double) ? reader.GetDouble(column)
            : reader.GetFieldValue<long>(column);
    }

    public override void Reset()
    {
        _reader?.Dispose();
        _reader = null;
    }

    public override void Dispose()
    {
        Reset();
        _command.Dispose();
    }

    private void Set(int parameter, NpgsqlDbType type, object value)
    {
        while (_command.Parameters.Count < parameter)
        {
            _command.Parameters.Add(new NpgsqlParameter());
        }

        var one = _command.Parameters[parameter - 1];
        one.NpgsqlDbType = type;
        one.Value = value;
    }
}
